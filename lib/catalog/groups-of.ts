/** Each group with its first item, in the order in which they come; in one pass, since a stranger may state thousands. */
export function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): [first: T, group: T[]][] {
  const groups = new Map<string, [T, T[]]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group[1].push(item)
    else groups.set(key, [item, [item]])
  }
  return [...groups.values()]
}
