import { type RowSet, rowSet } from './row-set'

/** The words and "phrases" of a search, folded; null when a quotation mark lacks its partner. */
export function parseSearchTerms(search: string): string[] | null {
  const parts = foldText(search).split('"')
  if (parts.length % 2 === 0) return null
  return parts
    .flatMap((part, i) => (i % 2 === 1 ? [part.trim()] : part.split(' ')))
    .filter((term) => term !== '')
}

/** The texts of all rows, folded; rows say the same few things again and again, so each is looked through once. */
export interface SearchIndex {
  /** The rows of which every term occurs in one of the texts, not necessarily all in the same. */
  find(terms: readonly string[]): RowSet
}

export function createSearchIndex<Row>(
  rows: readonly Row[],
  textsOf: (row: Row) => readonly string[],
): SearchIndex {
  const numbers = new Map<string, number>()
  const folded: string[] = []
  const starts = new Int32Array(rows.length + 1)
  const places: number[] = []
  for (const [i, row] of rows.entries()) {
    for (const text of textsOf(row)) {
      const number = numbers.get(text) ?? folded.push(foldText(text)) - 1
      numbers.set(text, number)
      places.push(number)
    }
    starts[i + 1] = places.length
  }
  return {
    find(terms) {
      const found = new Uint8Array(rows.length).fill(1)
      for (const term of terms) {
        const hits = Uint8Array.from(folded, (text) => (text.includes(term) ? 1 : 0))
        for (let i = 0; i < rows.length; i++) {
          if (found[i] === 0) continue
          const end = starts[i + 1] ?? 0
          let at = starts[i] ?? 0
          while (at < end && hits[places[at] ?? 0] === 0) at++
          if (at === end) found[i] = 0
        }
      }
      return rowSet(found)
    },
  }
}

/** Upper case, because lower case has two sigmas and a sharp s that upper case does not. */
const foldText = (text: string): string => text.normalize('NFKC').toUpperCase().replace(/\s+/g, ' ')
