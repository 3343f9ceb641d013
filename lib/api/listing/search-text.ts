/** The words and "phrases" of a search, folded; null when a quotation mark lacks its partner. */
export function parseSearchTerms(search: string): string[] | null {
  const parts = foldText(search).split('"')
  if (parts.length % 2 === 0) return null
  return parts
    .flatMap((part, i) => (i % 2 === 1 ? [part.trim()] : part.split(' ')))
    .filter((term) => term !== '')
}

/** Whether every term occurs in one of the texts, not necessarily all in the same. */
export function searchTest(terms: readonly string[]): (texts: readonly string[]) => boolean {
  // Rows say the same few things again and again.
  const folded = new Map<string, string>()
  const fold = (text: string): string => {
    const known = folded.get(text)
    if (known !== undefined) return known
    const made = foldText(text)
    folded.set(text, made)
    return made
  }
  return (texts) => terms.every((term) => texts.some((text) => fold(text).includes(term)))
}

/** Upper case, because lower case has two sigmas and a sharp s that upper case does not. */
const foldText = (text: string): string => text.normalize('NFKC').toUpperCase().replace(/\s+/g, ' ')
