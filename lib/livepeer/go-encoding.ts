/**
 * JSON as Go's encoding/json spells it, built as text: numbers as they are, keys in the given order, members whose value
 * is the empty text left out (omitempty).
 */
export const object = (members: readonly (readonly [string, string])[]): string =>
  `{${members
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${text(key)}:${value}`)
    .join(',')}}`

export const array = (items: readonly string[]): string => `[${items.join(',')}]`
export const optionalArray = (items: readonly string[]): string => (items.length === 0 ? '' : array(items))
export const optionalText = (value: string): string => (value === '' ? '' : text(value))

/** Go escapes what JSON demands, and `<`, `>`, `&`, U+2028 and U+2029 so that the text is safe in HTML. */
export function text(value: string): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
