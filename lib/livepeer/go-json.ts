import { CAPABILITY_NAMES } from '@/lib/domain/capability'
import type {
  Capabilities,
  Constraints,
  Gpu,
  Hardware,
  OrchestratorAnswer,
  StatedPrice,
} from '@/lib/domain/orchestrator-answer'
import { array, object, optionalArray, optionalText, text } from './go-encoding'

/**
 * `/getNetworkCapabilities` as Go's encoding/json writes it, byte for byte: keys in protocol order, zero values left
 * out of protocol messages but never out of the outer object, 64-bit integers as bare numbers, map keys sorted as
 * strings. Text is built by hand since JSON.stringify can do none of these.
 * Source: go-livepeer common/types.go, server/handlers.go, json tags of net/lp_rpc.pb.go.
 */
export const networkCapabilitiesJson = (rows: readonly string[]): string =>
  `{"capabilities_names":${CAPABILITY_NAMES_JSON},"orchestrators":[${rows.join(',')}]}`

/**
 * One element of `orchestrators`. `namesCapabilityZero` writes the capability of a price even where it is 0, which Go's
 * encoder leaves out and its decoder reads alike: readers that demand the key refuse the whole document without it.
 */
export const orchestratorJson = (
  answer: OrchestratorAnswer,
  { namesCapabilityZero = false }: { namesCapabilityZero?: boolean } = {},
): string =>
  object([
    ['address', text(answer.recipient ?? '')],
    ['local_address', text(answer.localAddress)],
    ['orch_uri', text(answer.transcoder)],
    ['capabilities', answer.capabilities ? capabilities(answer.capabilities) : 'null'],
    ['price_info', answer.priceInfo ? price(answer.priceInfo) : 'null'],
    [
      'capabilities_prices',
      nullableArray(answer.capabilitiesPrices.map(namesCapabilityZero ? priceOfCapability : price)),
    ],
    ['hardware', nullableArray(answer.hardware.map(hardware))],
  ])

const price = (p: StatedPrice): string => priceJson(p, number(p.capability))
const priceOfCapability = (p: StatedPrice): string => priceJson(p, String(p.capability))

const priceJson = (p: StatedPrice, capability: string): string =>
  object([
    ['pricePerUnit', number(p.pricePerUnit)],
    ['pixelsPerUnit', number(p.pixelsPerUnit)],
    ['capability', capability],
    ['constraint', optionalText(p.constraint)],
  ])

const capabilities = (c: Capabilities): string =>
  object([
    ['bitstring', optionalArray(c.bitstring.map(String))],
    ['mandatories', optionalArray(c.mandatories.map(String))],
    ['capacities', optionalMap(c.capacities, String)],
    ['version', optionalText(c.version)],
    ['constraints', c.constraints ? constraints(c.constraints) : ''],
  ])

const constraints = (c: Constraints): string =>
  object([
    ['minVersion', optionalText(c.minVersion)],
    [
      'PerCapability',
      optionalMap(c.perCapability, (models) => object([['models', optionalMap(models, model)]])),
    ],
  ])

const model = (m: {
  warm: boolean
  capacity: number
  runnerVersion: string
  capacityInUse: number
}): string =>
  object([
    ['warm', m.warm ? 'true' : ''],
    ['capacity', number(m.capacity)],
    ['runnerVersion', optionalText(m.runnerVersion)],
    ['capacityInUse', number(m.capacityInUse)],
  ])

const hardware = (h: Hardware): string =>
  object([
    ['pipeline', optionalText(h.pipeline)],
    ['model_id', optionalText(h.modelId)],
    ['gpu_info', optionalMap(h.gpus, gpu)],
  ])

const gpu = (g: Gpu): string =>
  object([
    ['id', optionalText(g.id)],
    ['name', optionalText(g.name)],
    ['major', number(g.major)],
    ['minor', number(g.minor)],
    ['memory_free', number(g.memoryFreeBytes)],
    ['memory_total', number(g.memoryTotalBytes)],
  ])

const nullableArray = (items: readonly string[]): string => (items.length === 0 ? 'null' : array(items))
const number = (n: number | bigint): string => (n === 0 || n === 0n ? '' : String(n))

function optionalMap<V>(entries: ReadonlyMap<string | number, V>, value: (v: V) => string): string {
  if (entries.size === 0) return ''
  const sorted = [...entries]
    .map(([key, v]) => [String(key), v] as const)
    .sort(([a], [b]) => compareUtf8(a, b))
  return `{${sorted.map(([key, v]) => `${text(key)}:${value(v)}`).join(',')}}`
}

/** Go sorts strings by their UTF-8 bytes, which is code point order; JavaScript's `<` sees UTF-16 units. */
const compareUtf8 = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

const CAPABILITY_NAMES_JSON = optionalMap(new Map(CAPABILITY_NAMES), text)
