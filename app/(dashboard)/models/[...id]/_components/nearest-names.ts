/** The names that are most like what somebody wrote, the likest first; none that has nothing to do with it. */
export function nearestNames(
  written: string,
  names: readonly string[],
  { count = 5 }: { readonly count?: number } = {},
): readonly string[] {
  const wanted = pairsOf(written)
  return [...new Set(names)]
    .map((name) => ({ name, likeness: likenessOf(wanted, pairsOf(name)) }))
    .filter(({ likeness }) => likeness >= LEAST_LIKENESS)
    .sort((a, b) => b.likeness - a.likeness || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name)
}

const LEAST_LIKENESS = 0.25
/** A stranger writes addresses; longer ones are like nothing. */
const MAX_LENGTH = 300

/** Pairs of neighbouring letters and digits, whatever their case and what stands between words. */
function pairsOf(text: string): ReadonlySet<string> {
  const letters = text
    .slice(0, MAX_LENGTH)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
  const pairs = new Set<string>()
  for (let at = 0; at + 1 < letters.length; at++) pairs.add(letters.slice(at, at + 2))
  return pairs
}

/** Dice's coefficient, of 1. */
function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0
  let common = 0
  for (const pair of a) if (b.has(pair)) common++
  return (2 * common) / (a.size + b.size)
}
