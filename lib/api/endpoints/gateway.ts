import type { z } from 'zod'
import { gatewayMarginsDto, gatewayOfferingsDto } from '../contract/gateway'
import type { Endpoint, Operation } from '../endpoint'
import type { AnswerDoc } from '../operation-doc'
import { plain } from './respond'

const json = (description: string, schema: z.ZodType): AnswerDoc => ({
  status: 200,
  description,
  content: { 'application/json': schema },
})

const offerings: Operation = {
  doc: {
    summary: 'What this gateway offers to its clients',
    description:
      'Every model that the operator has a price for and that somebody serves, with price, regions and reliability. Without prices there are no offers, and `reason` says so.',
    tag: 'Gateway',
    answer: json('Offers by model.', gatewayOfferingsDto),
  },
  handle: (request, { reader }) => plain(request, reader, reader.gatewayOfferingsDocument()),
}

/** What this gateway sells. The same offer at two addresses: in the API, and where a gateway's own is looked for. */
export const GATEWAY: readonly Endpoint[] = [
  { path: '/.well-known/livepeer-gateway.json', operations: { GET: offerings } },
  { path: '/api/v1/gateway/offerings', operations: { GET: offerings } },
  {
    path: '/api/v1/gateway/margins',
    operations: {
      GET: {
        doc: {
          summary: 'What this gateway earns by each model',
          description:
            'Cost, price and margin of every offer; what is not offered and why; rules of the pricing file that price nothing.',
          tag: 'Operator',
          answer: json('Margins by model.', gatewayMarginsDto),
        },
        isForOperator: true,
        handle(request, { reader }) {
          const { status, headers, body } = plain(request, reader, reader.gatewayMarginsDocument())
          // No cache on the way may keep what only the operator sees.
          return { status, headers: { ...headers, 'cache-control': 'private, no-store' }, body }
        },
      },
    },
  },
]
