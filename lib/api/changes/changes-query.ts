import { CHANGE_KINDS } from '@/lib/domain/change'
import type { ChangeFilter } from '@/lib/domain/change-filter'
import type { ParameterError } from '../search-params'
import { CHANGE_FORMATS, type ChangeFormat } from './change-format'
import { FILTER_PARAMETERS, readFilter } from './filter-parameters'
import { QueryReader } from './query-reader'
import { readCursor, readMoment, readOneOf, readWholeNumber } from './value-readers'

export const CHANGE_ORDERS = ['desc', 'asc'] as const
export const DEFAULT_LIMIT = 100
export const MAX_LIMIT = 1_000

export interface ChangesQuery {
  readonly filter: ChangeFilter
  readonly order: (typeof CHANGE_ORDERS)[number]
  readonly cursor: number | null
  readonly limit: number
  readonly from: number | null
  readonly to: number | null
  /** Null: by what the client accepts. */
  readonly format: ChangeFormat | null
}

const PARAMETERS = [...FILTER_PARAMETERS, 'from', 'to', 'order', 'limit', 'cursor', 'format']

/** Of every sweep there is one that says nothing but that it ended: those are told to whoever asks for them. */
const TELLING_KINDS: ReadonlySet<string> = new Set(CHANGE_KINDS.filter((kind) => kind !== 'snapshot'))

export type ChangesQueryResult =
  | { readonly ok: true; readonly query: ChangesQuery }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

export function parseChangesQuery(params: URLSearchParams): ChangesQueryResult {
  const read = new QueryReader(params, PARAMETERS)
  const filter = readFilter(read, { everyKind: TELLING_KINDS, hasEverySnapshot: false })
  const from = read.single('from', readMoment)
  const to = read.single('to', readMoment)
  if (from !== null && to !== null && from > to) read.refuse('from', 'is later than to')
  const query = {
    filter,
    from,
    to,
    order: read.single('order', readOneOf(CHANGE_ORDERS)) ?? 'desc',
    limit: read.single('limit', readWholeNumber(1, MAX_LIMIT)) ?? DEFAULT_LIMIT,
    cursor: read.single('cursor', readCursor),
    format: read.single('format', readOneOf(CHANGE_FORMATS)),
  }
  return read.errors.length > 0 ? { ok: false, errors: read.errors } : { ok: true, query }
}
