/** The parameter that names who is compared, with commas between the addresses. */
export const COMPARED = 'orchestrators'

/** The parameter of the form by which somebody is added, by address or name. */
export const ADDED = 'add'

/** The page that shows some orchestrators beside each other. */
export const compareHref = (addresses: readonly string[]): string =>
  addresses.length === 0 ? '/compare' : `/compare?${COMPARED}=${addresses.map(encodeURIComponent).join(',')}`

/** Who an address names, each once however it is written; whether they exist is the API's to say. */
export function readCompared(params: URLSearchParams): readonly string[] {
  const named = new Map<string, string>()
  for (const text of params.getAll(COMPARED).flatMap((texts) => texts.split(',')))
    if (text.trim() !== '') named.set(text.trim().toLowerCase(), text.trim())
  return [...named.values()]
}
