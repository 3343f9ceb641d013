import type { ParameterError } from '../search-params'

const PREFIX = 'livepeer-'
/** A stranger decides how many headers there are. */
const MAX_TOLD = 10

/**
 * Headers that are nearly one of `known`: whoever writes `livepeer-max-prize` wants a ceiling, and would go without one if
 * that were passed over. `names` are lower case, as are those of requests; what is further off is somebody else's affair.
 */
export function misspeltHints(names: Iterable<string>, known: readonly string[]): ParameterError[] {
  const errors: ParameterError[] = []
  for (const name of names) {
    if (!name.startsWith(PREFIX) || known.includes(name)) continue
    const meant = nearest(name, known)
    if (meant !== null)
      errors.push({ parameter: name, detail: `is no header of this server; ${meant} may be meant` })
    if (errors.length === MAX_TOLD) break
  }
  return errors
}

function nearest(name: string, known: readonly string[]): string | null {
  let best: { readonly meant: string; readonly mistakes: number } | null = null
  for (const meant of known) {
    const most = mistakesIn(meant)
    if (Math.abs(meant.length - name.length) > most) continue
    const mistakes = editDistance(name.slice(PREFIX.length), meant.slice(PREFIX.length))
    if (mistakes <= most && mistakes < (best?.mistakes ?? Number.POSITIVE_INFINITY))
      best = { meant, mistakes }
  }
  return best?.meant ?? null
}

/**
 * How many letters may be wrong, missing or too many. Two of a short name are another word: `reason` is no `region`, and a
 * header of the protocol or of our own answers, which a client may send along.
 */
const mistakesIn = (meant: string): number => (meant.length - PREFIX.length < 8 ? 1 : 2)

/** Levenshtein's: how many letters are to be changed, added or left out. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++)
      row.push(
        Math.min(
          (above[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      )
    above = row
  }
  return above[b.length] ?? 0
}
