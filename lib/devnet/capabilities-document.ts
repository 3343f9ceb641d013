import { parse } from 'lossless-json'
import { z } from 'zod'
import { parseAddress, ZERO_ADDRESS } from '@/lib/domain/eth-address'
import type {
  Capabilities,
  Gpu,
  Hardware,
  ModelConstraint,
  StatedPrice,
} from '@/lib/domain/orchestrator-answer'

/** A document that is not an answer of `/getNetworkCapabilities`; its message says where it fails to be one. */
export class ReplayError extends Error {
  override name = 'ReplayError'
}

export type CapabilitiesRow = z.output<typeof Row>

/** Rows of the document, exact in all 64 bits. Keys that nobody knows are ignored, missing ones are zero as Go leaves them out. */
export function parseCapabilitiesDocument(text: string): readonly CapabilitiesRow[] {
  const result = Document.safeParse(parseJson(text))
  if (result.success) return result.data.orchestrators
  const issue = result.error.issues[0]
  const place = issue?.path.join('.') || 'the document'
  throw new ReplayError(`not a /getNetworkCapabilities document: ${place}: ${issue?.message}`, {
    cause: result.error,
  })
}

function parseJson(text: string): unknown {
  try {
    return parse(text, null, { parseNumber })
  } catch (cause) {
    throw new ReplayError(`not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

const parseNumber = (text: string): bigint | number => (/^-?\d+$/.test(text) ? BigInt(text) : Number(text))

const int64 = z
  .bigint()
  .min(-(2n ** 63n))
  .max(2n ** 63n - 1n)
  .default(0n)
const uint64 = z
  .bigint()
  .min(0n)
  .max(2n ** 64n - 1n)
const uint32 = z
  .bigint()
  .min(0n)
  .max(2n ** 32n - 1n)
  .transform(Number)
  .default(0)
const text = z.string().default('')

const address = z.string().transform((value, context) => {
  const parsed = parseAddress(value)
  if (parsed) return parsed
  context.addIssue(`"${value}" is not an Ethereum address`)
  return z.NEVER
})

/** Go's maps with number keys, which JSON writes as text. */
const byNumber = <T extends z.ZodType>(value: T) =>
  z
    .record(z.string().regex(/^\d{1,10}$/), value)
    .transform((record) => new Map(Object.entries(record).map(([key, item]) => [Number(key), item])))
const byText = <T extends z.ZodType>(value: T) =>
  z.record(z.string(), value).transform((record) => new Map(Object.entries(record)))

const Price = z
  .object({ pricePerUnit: int64, pixelsPerUnit: int64, capability: uint32, constraint: text })
  .transform((price): StatedPrice => price)

const Model = z
  .object({ warm: z.boolean().default(false), capacity: uint32, runnerVersion: text, capacityInUse: uint32 })
  .transform((model): ModelConstraint => model)

const noModels = () => new Map<string, ModelConstraint>()

const CapabilitiesOfRow = z
  .object({
    bitstring: z.array(uint64).default([]),
    mandatories: z.array(uint64).default([]),
    capacities: byNumber(uint32).default(() => new Map<number, number>()),
    version: text,
    constraints: z
      .object({
        minVersion: text,
        PerCapability: byNumber(
          z.object({ models: byText(Model).default(noModels) }).transform(({ models }) => models),
        ).default(() => new Map<number, Map<string, ModelConstraint>>()),
      })
      .transform(({ minVersion, PerCapability }) => ({ minVersion, perCapability: PerCapability }))
      .nullable()
      .default(null),
  })
  .transform((capabilities): Capabilities => capabilities)

const GpuOfRow = z
  .object({ id: text, name: text, major: uint32, minor: uint32, memory_free: int64, memory_total: int64 })
  .transform(
    ({ memory_free, memory_total, ...gpu }): Gpu => ({
      ...gpu,
      memoryFreeBytes: memory_free,
      memoryTotalBytes: memory_total,
    }),
  )

const HardwareOfRow = z
  .object({
    pipeline: text,
    model_id: text,
    gpu_info: byText(GpuOfRow).default(() => new Map<string, Gpu>()),
  })
  .transform(
    ({ pipeline, model_id, gpu_info }): Hardware => ({ pipeline, modelId: model_id, gpus: gpu_info }),
  )

const Row = z.object({
  /** Empty: the answer carried no ticket parameters. */
  address: z
    .union([z.literal('').transform(() => null), address], {
      error: 'expected an Ethereum address or an empty text',
    })
    .default(null),
  local_address: address.default(ZERO_ADDRESS),
  orch_uri: text,
  capabilities: CapabilitiesOfRow.nullable().default(null),
  price_info: Price.nullable().default(null),
  capabilities_prices: z
    .array(Price)
    .nullable()
    .default(null)
    .transform((prices) => prices ?? []),
  hardware: z
    .array(HardwareOfRow)
    .nullable()
    .default(null)
    .transform((hardware) => hardware ?? []),
})

const Document = z.object({
  orchestrators: z
    .array(Row, { error: 'expected a list of orchestrators' })
    .min(1, { error: 'lists no orchestrators' }),
})
