import { type EthAddress, parseAddress } from '@/lib/domain/eth-address'
import { type Answer, jsonAnswer } from '../answer'
import { withPast } from '../as-of'
import { QueryReader } from '../changes/query-reader'
import { comparisonToDto } from '../comparison-to-dto'
import { comparisonDto } from '../contract/comparison'
import { MOST_COMPARED } from '../contract/most'
import { createDocument } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { quoted, refused, taken } from '../listing/reading'
import { badParameters } from '../problem'
import { AS_OF, type ParameterError } from '../search-params'
import { notCollected } from './respond'

const PARAMETER = 'orchestrators'

/** Fleets beside each other. */
export const COMPARISON: Endpoint = withPast({
  path: '/api/v1/compare',
  operations: {
    GET: {
      doc: {
        summary: 'Some orchestrators beside each other',
        description:
          'Cards, models, prices, slots, versions and regions of up to four orchestrators. One that is not there at that moment has `is_known: false` and nothing else.',
        tag: 'Catalog',
        parameters: [
          {
            name: PARAMETER,
            in: 'query',
            isRequired: true,
            description: `Who gets paid: up to ${MOST_COMPARED} addresses with commas between them, in any case.`,
            schema: { type: 'string' },
            example: '0x422fD22F9322d9C451a85869E84a82C9d8c556D0,0x45388115f5f276020A9d551bc478A6f7712ab620',
          },
        ],
        answer: {
          status: 200,
          description: 'Fleets in the order in which they were asked for.',
          content: { 'application/json': comparisonDto },
        },
      },
      handle: answerComparison,
    },
  },
})

function answerComparison({ url }: ApiRequest, { reader }: AnswerDeps): Answer {
  const asked = readAddresses(url.searchParams)
  if (!asked.ok) return badParameters(asked.errors)
  const market = reader.market()
  if (market === null) return notCollected(reader)
  const dto = comparisonToDto(market.catalog, asked.addresses, market.quote)
  return jsonAnswer(createDocument(JSON.stringify(dto), { isKept: false }), reader.freshness())
}

type Addresses =
  | { readonly ok: true; readonly addresses: readonly EthAddress[] }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

function readAddresses(params: URLSearchParams): Addresses {
  const read = new QueryReader(params, [PARAMETER, AS_OF])
  const values = read.values(PARAMETER, (text) => {
    const address = parseAddress(text.trim())
    return address === null
      ? refused(`${quoted(text)} is not an address, 0x and 40 hex digits`)
      : taken(address)
  })
  // The same one may be written in several ways.
  const addresses = [...new Set([...(values ?? [])].flatMap((text) => parseAddress(text.trim()) ?? []))]
  if (!params.has(PARAMETER)) read.refuse(PARAMETER, 'is missing: addresses with commas between them')
  else if (addresses.length > MOST_COMPARED) read.refuse(PARAMETER, `names more than ${MOST_COMPARED}`)
  return read.errors.length > 0 ? { ok: false, errors: read.errors } : { ok: true, addresses }
}
