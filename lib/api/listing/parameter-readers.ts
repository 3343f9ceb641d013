import { parseCursor } from './cursor'
import { LIST_FORMATS, type ListFormat, type Position, type SortKey } from './list-query'
import type { ListSchema } from './list-schema'
import { quoted, type Reading, readSingle, refused, taken } from './reading'
import { parseSearchTerms } from './search-text'

const MAX_SEARCH_LENGTH = 200
const MAX_CURSOR_LENGTH = 8000

type Read<T> = (texts: readonly string[]) => Reading<T>

/** How each parameter that is no filter is read from the texts given for it. */
export const parameterReaders = <Row>(schema: ListSchema<Row>) => ({
  search: single(readSearch),
  // Repeated it means the same as with commas, as clients of either habit write it.
  sort: (texts: readonly string[]) => joined(texts, (text) => readSort(text, schema)),
  include: names(schema.includes),
  fields: names(schema.fields.filter(({ isColumn = true }) => isColumn).map(({ name }) => name)),
  format: single(readFormat),
  limit: single((text) => readLimit(text, schema)),
  cursor: (sort: readonly SortKey[]): Read<Position> => single((text) => readCursor(text, { sort, schema })),
  /** For what is no column of CSV. */
  columnsAlone: (): Reading<never> => refused('is for format=json and ndjson; CSV has columns alone'),
  /** For a limit or a cursor where there are no pages. */
  unpaged: (): Reading<never> => refused('is for format=json; other formats have no pages'),
})

function single<T>(read: (text: string) => Reading<T>): Read<T> {
  return (texts) => {
    const text = readSingle(texts)
    return text.ok ? read(text.value) : text
  }
}

const joined = <T>(texts: readonly string[], read: (text: string) => Reading<T>): Reading<T> =>
  single(read)([texts.join(',')])

function names(known: readonly string[]): Read<string[]> {
  return (texts) => {
    const given = [...new Set(texts.flatMap((text) => text.split(',')))]
    const wrong = given.find((name) => !known.includes(name))
    return wrong === undefined ? taken(given) : refused(`${quoted(wrong)} is not one of ${known.join(', ')}`)
  }
}

function readSearch(text: string): Reading<string> {
  if ([...text].length > MAX_SEARCH_LENGTH) return refused(`is longer than ${MAX_SEARCH_LENGTH} characters`)
  const terms = parseSearchTerms(text)
  if (terms === null) return refused('has a quotation mark without its partner; write "a phrase"')
  return terms.length === 0 ? refused('holds no word; leave it out') : taken(text.trim())
}

function readSort<Row>(text: string, { fields }: ListSchema<Row>): Reading<SortKey[]> {
  const keys = text
    .split(',')
    .map((key) => ({ field: key.replace(/^-/, ''), isDescending: key.startsWith('-') }))
  const known = fields.filter(({ isSort }) => isSort).map(({ name }) => name)
  const wrong = keys.find(({ field }) => !known.includes(field))
  if (wrong) return refused(`${quoted(wrong.field)} cannot be sorted by; there are ${known.join(', ')}`)
  const twice = keys.find(({ field }, i) => keys.findIndex((key) => key.field === field) < i)
  return twice ? refused(`${quoted(twice.field)} stands there more than once`) : taken(keys)
}

function readFormat(text: string): Reading<ListFormat> {
  const format = LIST_FORMATS.find((known) => known === text)
  return format ? taken(format) : refused(`${quoted(text)} is not one of ${LIST_FORMATS.join(', ')}`)
}

function readLimit<Row>(text: string, { maxLimit }: ListSchema<Row>): Reading<number> {
  const limit = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0
  return limit >= 1 && limit <= maxLimit
    ? taken(limit)
    : refused(`${quoted(text)} is not a whole number from 1 to ${maxLimit}`)
}

function readCursor<Row>(
  text: string,
  of: { sort: readonly SortKey[]; schema: ListSchema<Row> },
): Reading<Position> {
  const position = text.length > MAX_CURSOR_LENGTH ? null : parseCursor(text, of)
  return position
    ? taken(position)
    : refused('is not a next_cursor of this list in this order; begin again without it')
}
