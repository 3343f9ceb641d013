import type { Offering } from './offering'

/** Each group with its first offering, in the order in which they come; in one pass, since a stranger may state thousands. */
export function groupsOf(
  offerings: readonly Offering[],
  keyOf: (offering: Offering) => string,
): [first: Offering, group: Offering[]][] {
  const groups = new Map<string, [Offering, Offering[]]>()
  for (const offering of offerings) {
    const key = keyOf(offering)
    const group = groups.get(key)
    if (group) group[1].push(offering)
    else groups.set(key, [offering, [offering]])
  }
  return [...groups.values()]
}
