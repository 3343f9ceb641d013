import { z } from 'zod'
import { exactFraction } from '@/lib/domain/exact-fraction'
import { type LiveRunner, RUNNER_UNITS, type RunnerPrice } from '@/lib/domain/live-runner'
import { count, objectOf, optionalText, reasonOf, spelledNumber, text } from './exact-json-schema'

/** As go-livepeer bounds it (ai/runner/live_runner.go, ValidateLiveRunnerMetadata). */
const MAX_METADATA_BYTES = 1024

export type LiveRunnerResult =
  | { readonly ok: true; readonly runner: LiveRunner }
  | { readonly ok: false; readonly reason: string }

/**
 * One runner of a `/discovery`, out of what `parseExactJson` made of it. Keys are read in their own spelling only,
 * though Go takes any case. Source: go-livepeer ai/runner/live_runner.go, LiveRunnerDiscoveryRunner;
 * server/remote_discovery.go, validateRunner.
 */
export function parseLiveRunner(value: unknown): LiveRunnerResult {
  const result = Runner.safeParse(value)
  return result.success ? { ok: true, runner: result.data } : { ok: false, reason: reasonOf(result.error) }
}

/** Python's and JavaScript's URL readers see different hosts where a backslash or a credential stands in the way. */
const url = text.regex(/^https?:\/\/[^\s\\\p{Cc}]+$/iu, { error: 'is no http(s) URL', abort: true }).refine(
  (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : null
    return parsed !== null && parsed.username === '' && parsed.password === ''
  },
  { error: 'is no http(s) URL without credentials' },
)

const metadata = optionalText
  .refine((value) => Buffer.byteLength(value) <= MAX_METADATA_BYTES, {
    error: `is longer than ${MAX_METADATA_BYTES} bytes`,
  })
  .refine((value) => !value.includes('\uFFFD'), { error: 'was no valid UTF-8: it holds U+FFFD' })

const gpu = objectOf({ id: optionalText, name: optionalText, vram_mb: count }).transform(
  ({ id, name, vram_mb }) => ({ id, name, vramMb: vram_mb }),
)

const price = objectOf({ price: spelledNumber, currency: optionalText, unit: optionalText }).transform(
  ({ price: spelling, currency, unit: stated }, context): RunnerPrice => {
    const fraction = exactFraction(spelling)
    const unit = RUNNER_UNITS.find((known) => known === normal(stated))
    const refuse = (key: string, message: string): never => {
      context.addIssue({ code: 'custom', path: [key], message })
      return z.NEVER
    }
    if (fraction === null) return refuse('price', 'is no decimal number of sensible length')
    if (fraction.numerator <= 0n) return refuse('price', 'is not above zero')
    if (normal(currency) !== 'wei') return refuse('currency', 'is not wei')
    if (unit === undefined) return refuse('unit', `is none of ${RUNNER_UNITS.join(', ')}`)
    return { wei: fraction.numerator, perUnits: fraction.denominator, unit, spelling }
  },
)

const normal = (value: string): string => value.trim().toLowerCase()

const Runner = objectOf({
  url,
  app: text.refine((value) => value.trim() !== '', { error: 'is blank' }),
  gpu: gpu.nullish(),
  version: optionalText,
  metadata,
  mode: optionalText,
  capacity: count,
  capacity_used: count,
  capacity_available: count,
  price_info: price.nullish(),
}).transform(
  (runner): LiveRunner => ({
    app: runner.app,
    url: runner.url,
    mode: runner.mode,
    version: runner.version,
    capacity: runner.capacity,
    capacityUsed: runner.capacity_used,
    capacityAvailable: runner.capacity_available,
    gpu: runner.gpu ?? null,
    metadata: runner.metadata,
    price: runner.price_info ?? null,
  }),
)
