import { z } from 'zod'
import { JsonNumber, parseExactJson } from '@/lib/livepeer/exact-json'
import { bytesOfBase64 } from '@/lib/livepeer/job-headers'
import { anyCase } from '../any-case'
import { SignerRefusal } from './signer-refusal'

/** A request for a payment, decoded. What is left out is empty or zero, as Go's decoder leaves it. */
export interface PaymentRequest {
  /** Bytes of an `OrchestratorInfo`. */
  readonly orchestrator: Uint8Array
  readonly state: Uint8Array
  readonly stateSig: Uint8Array
  readonly manifestId: string
  readonly app: string
  readonly inPixels: bigint
  readonly type: string
  readonly maxPrice: { readonly price: string; readonly currency: string; readonly unit: string } | null
  /** Bytes of `Capabilities`. */
  readonly capabilities: Uint8Array
}

const MAX_BYTES = 1024 * 1024
const MAX_DEPTH = 16
const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n }

/** Throws SignerRefusal (400). */
export function readPaymentRequest(body: string): PaymentRequest {
  const json = parseExactJson(body, { maxBytes: MAX_BYTES, maxDepth: MAX_DEPTH })
  if (!json.ok) throw new SignerRefusal(400, body.trim() === '' ? 'EOF' : `the request ${json.problem}`)
  const result = Request.safeParse(json.value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new SignerRefusal(
    400,
    `json: cannot unmarshal ${issue?.path.join('.') || 'request'}: ${issue?.message}`,
  )
}

const text = z.string().default('')
const bytes = text.transform((value, context): Uint8Array => {
  const read = bytesOfBase64(value)
  if (typeof read !== 'number') return read
  context.addIssue(`illegal base64 data at input byte ${read}`)
  return z.NEVER
})
const whole = z
  .instanceof(JsonNumber)
  .optional()
  .transform((value, context): bigint => {
    const spelling = value?.spelling ?? '0'
    const number = /^-?\d{1,20}$/.test(spelling) ? BigInt(spelling) : null
    if (number !== null && number >= INT64.min && number <= INT64.max) return number
    context.addIssue(`number ${spelling.slice(0, 40)} is no int64`)
    return z.NEVER
  })
const amount = z
  .union([z.instanceof(JsonNumber).transform(({ spelling }) => spelling), z.string()])
  .default('')

const Request = z.preprocess(
  anyCase,
  z
    .object({
      orchestrator: bytes,
      state: z.preprocess(anyCase, z.object({ state: bytes, sig: bytes })).optional(),
      manifestid: text,
      app: text,
      inpixels: whole,
      type: text,
      maxprice: z.preprocess(anyCase, z.object({ price: amount, currency: text, unit: text })).optional(),
      capabilities: bytes,
    })
    .transform(
      ({ state, manifestid, inpixels, maxprice, ...rest }): PaymentRequest => ({
        ...rest,
        state: state?.state ?? NOTHING,
        stateSig: state?.sig ?? NOTHING,
        manifestId: manifestid,
        inPixels: inpixels,
        maxPrice: maxprice ?? null,
      }),
    ),
)

const NOTHING = new Uint8Array(0)
