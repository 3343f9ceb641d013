import { z } from 'zod'
import { parseDiscoverQuery } from '@/lib/catalog/parse-discover-query'
import { type Answer, jsonAnswer } from '../answer'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { RETRY_AFTER, reasonNotCollected } from './respond'

const text = { type: 'string' } as const

/** The addresses that tools of a Livepeer gateway know, at the paths where they look for them. */
export const DROP_IN: readonly Endpoint[] = [
  {
    path: '/getNetworkCapabilities',
    operations: {
      GET: {
        doc: {
          summary: "The document of a Livepeer gateway's own address",
          description:
            'Key for key what a gateway answers. Until something was collected it is a 503 with a reason, never `"orchestrators":null`.',
          tag: 'Discovery',
          answer: {
            status: 200,
            description: 'Every orchestrator that a gateway could work with.',
            content: {
              'application/json': z.looseObject({
                capabilities_names: z.record(z.string(), z.string()),
                orchestrators: z.array(z.looseObject({ address: z.string() })),
              }),
            },
          },
        },
        handle: networkCapabilities,
      },
    },
  },
  {
    path: '/discover-orchestrators',
    operations: {
      GET: {
        doc: {
          summary: 'The list of a go-livepeer remote signer',
          description:
            'For gateways with `-remoteSignerUrl` or `-orchWebhookUrl`, and for the Python gateway. Parameters that are none of these are ignored, as there.',
          tag: 'Discovery',
          parameters: [
            {
              name: 'caps',
              in: 'query',
              description: '`pipeline/model`, or the app of a live runner; repeated: any of them.',
              schema: text,
              isList: true,
              example: 'text-to-image/SG161222/RealVisXL_V4.0_Lightning',
            },
            {
              name: 'app',
              in: 'query',
              description: 'The app of a live runner.',
              schema: text,
              isList: true,
            },
            {
              name: 'gpu',
              in: 'query',
              description: 'The card of a live runner.',
              schema: text,
              isList: true,
            },
          ],
          answer: {
            status: 200,
            description: 'Addresses with their capabilities.',
            content: {
              'application/json': z.array(
                z.looseObject({
                  address: z.string(),
                  score: z.number(),
                  capabilities: z.array(z.string()),
                }),
              ),
            },
          },
        },
        handle: discoverOrchestrators,
      },
    },
  },
]

/** Unlike there, a missing list is a 503 with a JSON reason instead of a 500 with two documents glued together. */
function networkCapabilities(_: ApiRequest, { reader }: AnswerDeps): Answer {
  const document = reader.networkCapabilities()
  if (!document) return plainError(503, reasonNotCollected(reader))
  return jsonAnswer(document, reader.freshness())
}

function discoverOrchestrators({ url }: ApiRequest, { reader }: AnswerDeps): Answer {
  const parsed = parseDiscoverQuery(url.search)
  if (!parsed.ok) return plainError(400, parsed.problem)
  const found = reader.discoverable(parsed.query)
  if (found === null) return plainError(503, reasonNotCollected(reader))
  if (found === 'nobody') return plainError(503, 'No orchestrator with a priced capability is known.')
  return jsonAnswer(found, reader.freshness())
}

/** The error body that clients of a Livepeer gateway read. */
function plainError(status: 400 | 503, message: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(status === 503 && RETRY_AFTER),
    },
    body: Buffer.from(JSON.stringify({ error: { message } })),
  }
}
