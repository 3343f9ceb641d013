import { canonicalGpuName } from '@/lib/catalog/gpu-name'
import { boundedName } from '@/lib/domain/bounded-name'
import { CHANGE_KINDS } from '@/lib/domain/change'
import type { ChangeFilter } from '@/lib/domain/change-filter'
import { parseAddress } from '@/lib/domain/eth-address'
import { UNKNOWN_VALUE } from '@/lib/domain/facet'
import { parseServiceUri } from '@/lib/domain/service-uri'
import { quoted, type Reading, refused, taken } from '../listing/reading'
import type { ParameterDoc } from '../operation-doc'
import type { QueryReader } from './query-reader'

/** What changes are chosen by, wherever they are asked for. */
export const FILTER_PARAMETERS = ['kind', 'node_uri', 'orchestrator', 'pipeline', 'model', 'gpu'] as const

/** `everyKind` is what stands for no kinds at all. */
export const readFilter = (
  query: QueryReader,
  { everyKind, hasEverySnapshot }: { everyKind: ReadonlySet<string> | null; hasEverySnapshot: boolean },
): ChangeFilter => ({
  kinds: query.values('kind', readKind) ?? everyKind,
  nodeUris: query.values('node_uri', readNodeUri),
  orchestrators: query.values('orchestrator', readOrchestrator),
  pipelines: query.values('pipeline', readName),
  models: query.values('model', readName),
  gpus: query.values('gpu', readGpu),
  hasEverySnapshot,
})

const readKind = (text: string): Reading<string> =>
  CHANGE_KINDS.some((known) => known === text)
    ? taken(text)
    : refused(`${quoted(text)} is not one of ${CHANGE_KINDS.join(', ')}`)

/** A node may be called by a text that is no URI, as its source states it. */
export function readNodeUri(text: string): Reading<string> {
  const parsed = parseServiceUri(text)
  return taken(parsed.ok ? parsed.uri : text)
}

export function readOrchestrator(text: string): Reading<string> {
  const address = parseAddress(text)
  return address ? taken(address) : refused(`${quoted(text)} is not an address: 0x and 40 hex digits`)
}

const readName = (text: string): Reading<string> => taken(boundedName(text))

/** In the spelling of changes: `NVIDIA GeForce RTX 4090` is an `RTX 4090`. */
const readGpu = (text: string): Reading<string> =>
  taken(text === UNKNOWN_VALUE ? text : boundedName(canonicalGpuName(text)))

const filter = (
  name: string,
  description: string,
  { schema = { type: 'string' }, ...about }: Partial<ParameterDoc> = {},
): ParameterDoc => ({ name, in: 'query', description, schema, isList: true, ...about })

export const filterDocs = (kinds: readonly string[]): ParameterDoc[] => [
  filter('kind', 'These kinds alone.', { schema: { type: 'string', enum: kinds } }),
  filter('node_uri', 'Of these nodes alone.'),
  filter('orchestrator', 'Of the nodes that are paid to these addresses alone.'),
  filter('pipeline', 'Of offerings of these pipelines alone.'),
  filter('model', 'Of offerings of these models alone; `unknown` where the node does not say which.'),
  filter(
    'gpu',
    'Of offerings on these cards, and of the cards themselves, by their short names; `unknown` where an offering names none.',
  ),
]
