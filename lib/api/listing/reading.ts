/** What became of one parameter; `detail` says what was wrong with it and what would be right. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly detail: string }

export const taken = <T>(value: T): Reading<T> => ({ ok: true, value })
export const refused = (detail: string): Reading<never> => ({ ok: false, detail })

/** Text of strangers within a message: enough of it to be recognised. */
export const quoted = (text: string): string => `"${shortened(text)}"`
export const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text)

/** The one text of a parameter that may not be repeated. */
export function readSingle(texts: readonly string[]): Reading<string> {
  const [text, ...more] = texts
  if (more.length > 0) return refused('stands there more than once')
  return text === undefined || text.trim() === '' ? refused('is empty; leave it out') : taken(text)
}
