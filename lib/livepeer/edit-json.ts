import { isLosslessNumber, parse, stringify } from 'lossless-json'

/**
 * The text of a JSON object with some members set; all others stay as they are, numbers digit by digit. Throws on what
 * is none. Of equal keys the last one counts.
 */
export function withMembers(
  text: string,
  members: Readonly<Record<string, string | number | boolean>>,
): string {
  const value = parse(text, null, { onDuplicateKey: ({ newValue }) => newValue })
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isLosslessNumber(value))
    throw new TypeError('only members of an object can be set')
  const edited = stringify({ ...value, ...members })
  if (edited === undefined) throw new TypeError('an object is always written')
  return edited
}
