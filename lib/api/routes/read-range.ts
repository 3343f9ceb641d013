/** The one range of bytes that is asked for; null: all of it, also where more ranges are asked for, or none that can be read (RFC 9110 §14.2). */
export function readRange(
  header: string | null,
  length: number,
): { readonly first: number; readonly last: number } | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (from === '' && to === '') return null
  const last = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1)
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from)
  if (from !== '' && to !== '' && Number(to) < first) return null
  return first > last ? 'unsatisfiable' : { first, last }
}
