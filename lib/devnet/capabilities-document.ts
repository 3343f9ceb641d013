import { parse } from 'lossless-json'
import { z } from 'zod'
import { parseAddress, ZERO_ADDRESS } from '@/lib/domain/eth-address'
import { JsonNumber } from '@/lib/livepeer/exact-json'
import { objectOf } from '@/lib/livepeer/exact-json-schema'
import { CAPABILITIES_ROW } from '@/lib/livepeer/parse-network-capabilities'

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
    return parse(text, null, { parseNumber: (spelling) => new JsonNumber(spelling) })
  } catch (cause) {
    throw new ReplayError(`not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/** Of a stranger's row no value is repeated; whoever replays a document of their own wants to see what stands there. */
const address = z.string().transform((value, context) => {
  const parsed = parseAddress(value)
  if (parsed) return parsed
  context.addIssue(`"${value}" is not an Ethereum address`)
  return z.NEVER
})

const Row = objectOf({
  ...CAPABILITIES_ROW,
  /** Empty: the answer carried no ticket parameters. */
  address: z
    .union([z.literal('').transform(() => null), address], {
      error: 'expected an Ethereum address or an empty text',
    })
    .default(null),
  local_address: address.default(ZERO_ADDRESS),
})

const Document = z.object({
  orchestrators: z
    .array(Row, { error: 'expected a list of orchestrators' })
    .min(1, { error: 'lists no orchestrators' }),
})
