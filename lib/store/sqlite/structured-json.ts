/**
 * JSON that keeps bigint and Map, for values of our own only: `{"$bigint":"5"}` and `{"$map":[[key,value]]}`.
 * A stranger's text cannot collide with the tags, since it is only ever a string or the key of a Map.
 */
export const toStructuredJson = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint') return { $bigint: item.toString() }
    return item instanceof Map ? { $map: [...item] } : item
  })

export const fromStructuredJson = (text: string): unknown =>
  JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item
    if ('$bigint' in item && typeof item.$bigint === 'string') return BigInt(item.$bigint)
    return '$map' in item && Array.isArray(item.$map) ? new Map(item.$map) : item
  })
