import type { ChangeFilter } from '@/lib/domain/change-filter'
import { FILTER_PARAMETERS, readFilter } from '../changes/filter-parameters'
import { QueryReader } from '../changes/query-reader'
import { quoted, type Reading, refused, taken } from '../listing/reading'
import type { ParameterError } from '../search-params'
import { parseResumePoint, type ResumePoint } from './resume-point'

const PARAMETERS: readonly string[] = [...FILTER_PARAMETERS, 'last_event_id']

export type ChangeQueryResult =
  | { readonly ok: true; readonly filter: ChangeFilter; readonly from: ResumePoint }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

/** That a snapshot is complete concerns every listener: a client goes on from it whatever it wants. */
export function parseChangeQuery(params: URLSearchParams): ChangeQueryResult {
  const query = new QueryReader(params, PARAMETERS)
  const filter = readFilter(query, { everyKind: null, hasEverySnapshot: true })
  const from = query.single('last_event_id', readId) ?? 'now'
  return query.errors.length > 0 ? { ok: false, errors: query.errors } : { ok: true, filter, from }
}

/** A program wrote it here, which can mend it: unlike a header, which a browser sends back whatever it is. */
function readId(text: string): Reading<ResumePoint> {
  const from = parseResumePoint(text)
  return from === 'unknown'
    ? refused(`${quoted(text)} is not the id of an event, such as 1795568198982000`)
    : taken(from)
}
