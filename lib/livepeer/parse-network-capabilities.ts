import { z } from 'zod'
import { ADDRESS_BYTES, parseAddress, ZERO_ADDRESS } from '@/lib/domain/eth-address'
import type {
  Capabilities,
  Constraints,
  Gpu,
  Hardware,
  ModelConstraint,
  OrchestratorAnswer,
  StatedPrice,
} from '@/lib/domain/orchestrator-answer'
import type { ReportedOrchestrator } from '@/lib/domain/reported-orchestrator'
import { JsonNumber, parseExactJson } from './exact-json'
import { objectOf, optionalText, reasonOf, spelledNumber, text } from './exact-json-schema'
import { orchestratorJson } from './go-json'

/** Bounds of our own; the largest answer on record has 53 rows. */
export const MAX_NETWORK_CAPABILITIES_BYTES = 8 * 1024 * 1024
const MAX_DEPTH = 32
/** A recorded row has about sixty. Millions of `{}` would fit into the bytes and take seconds to check. */
const MAX_VALUES = 150_000
const MAX_ROWS = 5000
/** Of one list or map within a row. */
const MAX_ENTRIES = 1000
const MAX_REASON_LENGTH = 200

export type NetworkCapabilities =
  | {
      readonly ok: true
      readonly rows: readonly ReportedOrchestrator[]
      /** Rows that were left out; `place` is where one stands, such as `orchestrators[3]`. */
      readonly refused: readonly { readonly place: string; readonly reason: string }[]
      /** How many rows said exactly what a row before them says. */
      readonly duplicates: number
    }
  | { readonly ok: false; readonly problem: string }

/**
 * The body of another gateway's `GET /getNetworkCapabilities` → the orchestrators it reports. One bad row costs that
 * row; rows that share a URI and differ are all kept. Source: go-livepeer common/types.go, server/handlers.go.
 */
export function parseNetworkCapabilities(body: string): NetworkCapabilities {
  const json = parseExactJson(body, { maxBytes: MAX_NETWORK_CAPABILITIES_BYTES, maxDepth: MAX_DEPTH })
  if (!json.ok) return json
  if (valuesIn(json.value) > MAX_VALUES) return { ok: false, problem: `has more than ${MAX_VALUES} values` }
  const document = Document.safeParse(json.value)
  if (!document.success)
    return { ok: false, problem: `is no answer of /getNetworkCapabilities: ${reasonOf(document.error)}` }
  const { orchestrators } = document.data
  // Before a gateway's first poll is over, when a poll found nobody, and always off chain.
  if (orchestrators === null)
    return { ok: false, problem: 'says that the gateway has no list of orchestrators yet' }

  const rowsByContent = new Map<string, ReportedOrchestrator>()
  const refused: { place: string; reason: string }[] = []
  let accepted = 0
  for (const [i, stated] of orchestrators.slice(0, MAX_ROWS).entries()) {
    const row = Row.safeParse(stated)
    if (!row.success) {
      refused.push({ place: `orchestrators[${i}]`, reason: shortened(reasonOf(row.error)) })
      continue
    }
    accepted += 1
    const content = contentOf(row.data.answer)
    if (!rowsByContent.has(content)) rowsByContent.set(content, row.data)
  }
  if (orchestrators.length > MAX_ROWS)
    refused.push({ place: `orchestrators[${MAX_ROWS}]`, reason: 'it and all after it are too many' })
  return { ok: true, rows: [...rowsByContent.values()], refused, duplicates: accepted - rowsByContent.size }
}

const valuesIn = (value: unknown): number =>
  typeof value === 'object' && value !== null && !(value instanceof JsonNumber)
    ? Object.values(value).reduce<number>((sum, item) => sum + valuesIn(item), 1)
    : 1

/** Two answers of one node can list its prices in different orders: go-livepeer's changes every time. */
function contentOf(answer: OrchestratorAnswer): string {
  const spelled = (price: StatedPrice): string => Object.values(price).join(' ')
  const capabilitiesPrices = answer.capabilitiesPrices.toSorted((a, b) => (spelled(a) < spelled(b) ? -1 : 1))
  return orchestratorJson({ ...answer, capabilitiesPrices })
}

/** A reason names a stranger's keys, which may be long and, half a surrogate pair, no text: bytes make them U+FFFD. */
const shortened = (reason: string): string => Buffer.from(reason.slice(0, MAX_REASON_LENGTH)).toString()

const integer = (type: string, min: bigint, max: bigint) =>
  spelledNumber.transform((spelling, context) => {
    const value = /^(?:0|-?[1-9]\d{0,19})$/.test(spelling) ? BigInt(spelling) : null
    if (value !== null && min <= value && value <= max) return value
    context.addIssue(`is no ${type}`)
    return z.NEVER
  })
const int64 = integer('int64', -(2n ** 63n), 2n ** 63n - 1n)
const uint64 = integer('uint64', 0n, 2n ** 64n - 1n)
const uint32 = integer('uint32', 0n, 2n ** 32n - 1n).transform(Number)
const optionalInt64 = int64.nullish().transform((value) => value ?? 0n)
const optionalUint32 = uint32.nullish().transform((value) => value ?? 0)

const tooMany = { error: `has more than ${MAX_ENTRIES} entries` }

const optionalList = <T extends z.ZodType>(item: T) =>
  z
    .array(item, { error: 'is no list' })
    .max(MAX_ENTRIES, tooMany)
    .nullish()
    .transform((items) => items ?? [])

/** Not z.record: that drops a key called `__proto__`. */
const optionalMap = <K extends z.ZodType, V extends z.ZodType>(key: K, value: V) =>
  z
    .preprocess(entriesOf, z.map(key, value, { error: 'is no object' }).max(MAX_ENTRIES, tooMany))
    .nullish()
    .transform((map) => map ?? new Map<z.output<K>, z.output<V>>())

const entriesOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
    ? new Map(Object.entries(value))
    : value

const address = optionalText.transform((value, context) => {
  const parsed = parseAddress(value)
  if (parsed || value === '') return parsed
  context.addIssue('is no Ethereum address')
  return z.NEVER
})

const Price = objectOf({
  pricePerUnit: optionalInt64,
  pixelsPerUnit: optionalInt64,
  capability: optionalUint32,
  constraint: optionalText,
}).transform((price): StatedPrice => price)

const Model = objectOf({
  warm: z
    .boolean({ error: 'is neither true nor false' })
    .nullish()
    .transform((isWarm) => isWarm ?? false),
  capacity: optionalUint32,
  runnerVersion: optionalText,
  capacityInUse: optionalUint32,
}).transform((model): ModelConstraint => model)

const ConstraintsOfRow = objectOf({
  minVersion: optionalText,
  PerCapability: optionalMap(
    uint32,
    objectOf({ models: optionalMap(text, Model) }).transform(({ models }) => models),
  ),
}).transform(({ minVersion, PerCapability }): Constraints => ({ minVersion, perCapability: PerCapability }))

const CapabilitiesOfRow = objectOf({
  bitstring: optionalList(uint64),
  mandatories: optionalList(uint64),
  capacities: optionalMap(uint32, uint32),
  version: optionalText,
  constraints: ConstraintsOfRow.nullish().transform((constraints) => constraints ?? null),
}).transform((capabilities): Capabilities => capabilities)

const GpuOfRow = objectOf({
  id: optionalText,
  name: optionalText,
  major: optionalUint32,
  minor: optionalUint32,
  memory_free: optionalInt64,
  memory_total: optionalInt64,
}).transform(
  ({ memory_free, memory_total, ...gpu }): Gpu => ({
    ...gpu,
    memoryFreeBytes: memory_free,
    memoryTotalBytes: memory_total,
  }),
)

const HardwareOfRow = objectOf({
  pipeline: optionalText,
  model_id: optionalText,
  /** Older documents have a list; its places are then the keys, as a runner numbers its cards. */
  gpu_info: z.preprocess(
    (stated) => (Array.isArray(stated) ? { ...stated } : stated),
    optionalMap(text, GpuOfRow),
  ),
}).transform(
  ({ pipeline, model_id, gpu_info }): Hardware => ({ pipeline, modelId: model_id, gpus: gpu_info }),
)

/** The keys of a row as `objectOf` takes them, for whoever else reads such documents. */
export const CAPABILITIES_ROW = {
  /** Empty: the answer carried no ticket parameters. */
  address,
  local_address: address.transform((value) => value ?? ZERO_ADDRESS),
  orch_uri: optionalText,
  capabilities: CapabilitiesOfRow.nullish().transform((capabilities) => capabilities ?? null),
  price_info: Price.nullish().transform((price) => price ?? null),
  capabilities_prices: optionalList(Price),
  hardware: optionalList(HardwareOfRow),
}

const Row = objectOf(CAPABILITIES_ROW).transform(
  (row): ReportedOrchestrator => ({
    uri: row.orch_uri,
    answer: {
      transcoder: row.orch_uri,
      recipient: row.address,
      localAddress: row.local_address,
      addressLength: ADDRESS_BYTES,
      capabilities: row.capabilities,
      priceInfo: row.price_info,
      capabilitiesPrices: row.capabilities_prices,
      hardware: row.hardware,
      nodes: [],
    },
  }),
)

const Document = objectOf({ orchestrators: z.array(z.unknown(), { error: 'is no list' }).nullable() })
