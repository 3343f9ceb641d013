import { boundedName } from '@/lib/domain/bounded-name'
import { CHANGE_KINDS, type Change } from '@/lib/domain/change'
import { parseAddress } from '@/lib/domain/eth-address'
import { UNKNOWN_VALUE } from '@/lib/domain/facet'
import { parseServiceUri } from '@/lib/domain/service-uri'
import { quoted, type Reading, readSingle, refused, taken } from '../listing/reading'
import { splitValues } from '../listing/value-list'
import type { ParameterError } from '../search-params'
import { parseResumePoint, type ResumePoint } from './resume-point'

/** Which changes a client wants; null: all. */
export type ChangeQuery = Readonly<Record<Filter, ReadonlySet<string> | null>>

const FILTERS = ['kind', 'node_uri', 'orchestrator', 'pipeline', 'model'] as const
type Filter = (typeof FILTERS)[number]
const PARAMETERS: readonly string[] = [...FILTERS, 'last_event_id']

export type ChangeQueryResult =
  | { readonly ok: true; readonly query: ChangeQuery; readonly from: ResumePoint }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

export function parseChangeQuery(params: URLSearchParams): ChangeQueryResult {
  const errors: ParameterError[] = []
  for (const parameter of new Set(params.keys()))
    if (!PARAMETERS.includes(parameter))
      errors.push({
        parameter,
        detail: `is not a parameter of this stream; there are ${PARAMETERS.join(', ')}`,
      })
  const valueIn = <T>(parameter: string, reading: Reading<T>): T | null => {
    if (reading.ok) return reading.value
    errors.push({ parameter, detail: reading.detail })
    return null
  }
  const filter = (name: Filter): ReadonlySet<string> | null => {
    const texts = params.getAll(name)
    return texts.length === 0 ? null : valueIn(name, readValues(texts, VALUES[name]))
  }
  const query: ChangeQuery = {
    kind: filter('kind'),
    node_uri: filter('node_uri'),
    orchestrator: filter('orchestrator'),
    pipeline: filter('pipeline'),
    model: filter('model'),
  }
  const ids = params.getAll('last_event_id')
  const from = ids.length === 0 ? 'now' : valueIn('last_event_id', readId(ids))
  return errors.length > 0 || from === null ? { ok: false, errors } : { ok: true, query, from }
}

/**
 * That a snapshot is complete concerns everybody; that changes of a node were left out, everybody who wants any of that
 * node, since nobody knows of which kind they were.
 */
export function isWanted(change: Change, query: ChangeQuery): boolean {
  if (change.kind === 'snapshot') return true
  const { node_uri, orchestrator, kind, pipeline, model } = query
  if (!admits(node_uri, change.nodeUri) || !admits(orchestrator, change.orchestrator)) return false
  if (change.kind === 'many-changes') return true
  if (!admits(kind, change.kind)) return false
  if (pipeline === null && model === null) return true
  if (!('offering' in change)) return false
  return admits(pipeline, change.offering.pipeline) && admits(model, change.offering.model ?? UNKNOWN_VALUE)
}

const admits = (wanted: ReadonlySet<string> | null, value: string | null): boolean =>
  wanted === null || (value !== null && wanted.has(value))

/** A value in the spelling in which changes have it. */
const VALUES: Readonly<Record<Filter, (text: string) => Reading<string>>> = {
  kind: (text) =>
    CHANGE_KINDS.some((known) => known === text)
      ? taken(text)
      : refused(`${quoted(text)} is not one of ${CHANGE_KINDS.join(', ')}`),
  // A node may be called by a text that is no URI, as its source states it.
  node_uri(text) {
    const parsed = parseServiceUri(text)
    return taken(parsed.ok ? parsed.uri : text)
  },
  orchestrator(text) {
    const address = parseAddress(text)
    return address ? taken(address) : refused(`${quoted(text)} is not an address: 0x and 40 hex digits`)
  },
  pipeline: (text) => taken(boundedName(text)),
  model: (text) => taken(boundedName(text)),
}

function readValues(
  texts: readonly string[],
  read: (text: string) => Reading<string>,
): Reading<ReadonlySet<string>> {
  const values = new Set<string>()
  for (const text of texts.flatMap(splitValues)) {
    const reading = text.trim() === '' ? refused('is empty; leave it out') : read(text)
    if (!reading.ok) return reading
    // What URLSearchParams makes of a broken percent-encoding: no change would ever fit it.
    if (reading.value.includes('\uFFFD')) return refused('holds a character that is not valid UTF-8')
    values.add(reading.value)
  }
  return taken(values)
}

/** A program wrote it here, which can mend it: unlike a header, which a browser sends back whatever it is. */
function readId(texts: readonly string[]): Reading<ResumePoint> {
  const text = readSingle(texts)
  if (!text.ok) return text
  const from = parseResumePoint(text.value)
  return from === 'unknown'
    ? refused(`${quoted(text.value)} is not the id of an event, such as 1795568198982000`)
    : taken(from)
}
