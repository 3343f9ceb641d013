/** More colours than these are not told apart. */
const COLOURS = [
  'var(--category-a)',
  'var(--category-b)',
  'var(--category-c)',
  'var(--category-d)',
  'var(--category-e)',
  'var(--category-f)',
] as const
export const OTHER_COLOUR = 'var(--series-unknown)'

export interface ColouredName {
  readonly name: string
  readonly colour: string
}

/**
 * The names that most have, each with a colour: its own, which it has in every chart, unless another one has that already.
 * The others are drawn in `OTHER_COLOUR`, as is whatever has no name.
 */
export function colouredNames(names: readonly (string | null)[]): readonly ColouredName[] {
  const counts = new Map<string, number>()
  for (const name of names) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  const first = [...counts]
    .sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1))
    .slice(0, COLOURS.length)
    .map(([name]) => name)
  const taken = new Map<number, string>()
  // By name, so that who counts most takes no colour away.
  for (const name of first.toSorted()) {
    let place = placeOf(name)
    while (taken.has(place)) place = (place + 1) % COLOURS.length
    taken.set(place, name)
  }
  const colourOf = new Map([...taken].map(([place, name]) => [name, COLOURS[place] ?? OTHER_COLOUR]))
  return first.map((name) => ({ name, colour: colourOf.get(name) ?? OTHER_COLOUR }))
}

function placeOf(name: string): number {
  let hash = 0
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003
  return hash % COLOURS.length
}
