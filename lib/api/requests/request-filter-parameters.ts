import { boundedName } from '@/lib/domain/bounded-name'
import { NO_KEY, type RequestFilter } from '@/lib/domain/request-filter'
import { ROUTE_OUTCOMES } from '@/lib/domain/routed-request'
import { readNodeUri, readOrchestrator } from '../changes/filter-parameters'
import type { QueryReader } from '../changes/query-reader'
import { readOneOf, readWholeNumber } from '../changes/value-readers'
import { quoted, type Reading, refused, taken } from '../listing/reading'
import type { ParameterDoc } from '../operation-doc'

/** What requests are chosen by, wherever they are asked for. */
export const REQUEST_FILTER_PARAMETERS = [
  'pipeline',
  'model',
  'outcome',
  'status',
  'key',
  'orchestrator',
  'node',
  'offering',
  'min_attempts',
] as const

/** More than anybody tries. */
const MAX_ATTEMPTS = 100

export const readRequestFilter = (query: QueryReader): RequestFilter => ({
  pipelines: query.values('pipeline', readName),
  models: query.values('model', readName),
  outcomes: query.values('outcome', readOneOf(ROUTE_OUTCOMES)),
  statuses: query.values('status', readStatus),
  keys: query.values('key', taken),
  orchestrators: query.values('orchestrator', readOrchestrator),
  nodeUris: query.values('node', readNodeUri),
  offerings: query.values('offering', taken),
  minAttempts: query.single('min_attempts', readWholeNumber(0, MAX_ATTEMPTS)),
})

const readName = (text: string): Reading<string> => taken(boundedName(text))

const readStatus = (text: string): Reading<string> =>
  /^[1-5](\d\d|xx)$/.test(text)
    ? taken(text)
    : refused(`${quoted(text)} is not a status such as 502, or 5xx for all that begin so`)

const filter = (name: string, description: string, about: Partial<ParameterDoc> = {}): ParameterDoc => ({
  name,
  in: 'query',
  description,
  schema: { type: 'string' },
  isList: true,
  ...about,
})

export const requestFilterDocs: readonly ParameterDoc[] = [
  filter('pipeline', 'For these pipelines alone.'),
  filter('model', 'For these models alone, as they were asked for.'),
  filter('outcome', 'That ended so alone.', { schema: { type: 'string', enum: ROUTE_OUTCOMES } }),
  filter('status', 'Answered so alone: `502`, or `5xx` for all that begin so.'),
  filter('key', `With these API keys alone, by their ids; \`${NO_KEY}\` for those that needed none.`),
  filter('orchestrator', 'Served by these orchestrators alone, or tried there last.'),
  filter('node', 'Served by these nodes alone, by their URIs, or tried there last.'),
  filter('offering', 'Served by these offerings alone, or tried there last.'),
  {
    name: 'min_attempts',
    in: 'query',
    description: 'For which so many were tried at least.',
    schema: { type: 'integer', minimum: 0, maximum: MAX_ATTEMPTS },
  },
]
