import { z } from 'zod'
import { parseDiscoverQuery } from '@/lib/catalog/parse-discover-query'
import { type Answer, jsonAnswer } from '../answer'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { quoted, type Reading, readSingle, refused, taken } from '../listing/reading'
import { namedPolicy } from '../named-policy'
import { type NodeQuery, type NodeQueryResult, nodeParameters, parseNodeQuery } from '../node-query'
import { OFFERINGS } from '../offering-list'
import type { ParameterDoc } from '../operation-doc'
import { POLICY_PARAMETER } from '../policy-parameter'
import { badParameters, problem, sentenceOf } from '../problem'
import type { Reader } from '../reader'
import { catalogAnswer, RETRY_AFTER, reasonNotCollected } from './respond'

const text = { type: 'string' } as const

/** Which of the parameters of the list of offerings are about rows, not about which nodes are meant. */
const ABOUT_ROWS: ReadonlySet<string> = new Set(['limit', 'cursor', 'fields', 'include', 'format'])

/** How nodes are chosen: of each at least one offering fits. */
const NODE_PARAMETERS: readonly ParameterDoc[] = [
  ...(OFFERINGS.doc.parameters ?? []).filter(({ name }) => !ABOUT_ROWS.has(name)),
  {
    name: 'limit',
    in: 'query',
    description: 'Orchestrators at most; by default all of them.',
    schema: { type: 'integer', minimum: 1, maximum: 10_000 },
  },
]

const ON_EMPTY = 'on_empty'
const ON_EMPTY_VALUES = ['list', 'keep'] as const

/** The addresses that tools of a Livepeer gateway know, at the paths where they look for them. */
export const DROP_IN: readonly Endpoint[] = [
  {
    path: '/getNetworkCapabilities',
    operations: {
      GET: {
        doc: {
          summary: "The document of a Livepeer gateway's own address",
          description:
            'Key for key what a gateway answers; prices of capability 0 say so, which Go leaves out. Until something was collected it is a 503 with a reason, never `"orchestrators":null`. The parameters are ours: a row stays, as it is, if one of its offerings fits. Other parameters are ignored, as there.',
          tag: 'Discovery',
          parameters: NODE_PARAMETERS,
          examples: [
            { title: 'Who has FLUX loaded', query: '?model=black-forest-labs/FLUX.1-dev&state=warm' },
          ],
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
            'For gateways with `-remoteSignerUrl` or `-orchWebhookUrl`, and for the Python gateway. With `policy=` the offerings that are asked for have to fit it, and the order is theirs; one with `selection` also leaves out of `capabilities` and `runners` what it refuses. Parameters that are none of these are ignored, as there.',
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
            POLICY_PARAMETER,
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
  {
    path: '/orchestrators.json',
    operations: {
      GET: {
        doc: {
          summary: "A list for go-livepeer's -orchWebhookUrl, of whom you choose",
          description:
            'Every orchestrator of which at least one offering fits, at the address where we asked it, each once: in the order asked for, else by address. Without a filter: everybody who can be dialled. The bytes are the same until something changes. Until something was collected, and when nothing that was collected counts any more, it is a 503, on which a gateway keeps the list it has.',
          tag: 'Discovery',
          parameters: [
            ...NODE_PARAMETERS,
            {
              name: ON_EMPTY,
              in: 'query',
              description:
                'When nobody fits: `list` is an empty list, by which a gateway drops everybody; `keep` is a 503, on which it keeps the list it has.',
              schema: { type: 'string', enum: ON_EMPTY_VALUES, default: 'list' },
            },
          ],
          examples: [
            {
              title: 'The ten cheapest that have an image model loaded',
              query: '?pipeline=text-to-image&state=warm&unit=pixel&sort=price&limit=10',
            },
            { title: 'Whom a go-livepeer gateway can use', query: '?usable_by=go-livepeer' },
          ],
          answer: {
            status: 200,
            description: 'Addresses.',
            content: {
              'application/json': z.array(z.object({ address: z.string(), score: z.literal(1) })),
            },
          },
        },
        handle: webhook,
      },
    },
  },
]

/** Unlike there, a missing list is a 503 with a JSON reason instead of a 500 with two documents glued together. */
/** Nearly everybody asks for all of it, and then nothing has to be awaited. */
function networkCapabilities(request: ApiRequest, deps: AnswerDeps): Answer | Promise<Answer> {
  return request.url.search === '' ? capabilitiesAnswer(deps.reader, null) : chosenCapabilities(request, deps)
}

async function chosenCapabilities(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  // Tools put parameters of their own behind it, against caches for one.
  const params = nodeParameters(request.url.searchParams)
  const nodes = params.size === 0 ? null : await readNodes(params, request, deps)
  if (nodes && !nodes.ok) return plainError(400, sentenceOf(nodes.errors))
  return capabilitiesAnswer(deps.reader, nodes?.query ?? null, nodes?.headers)
}

function capabilitiesAnswer(
  reader: Reader,
  query: NodeQuery | null,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const document = reader.networkCapabilities(query)
  return document
    ? jsonAnswer(document, { ...reader.freshness(), ...headers })
    : plainError(503, reasonNotCollected(reader))
}

async function discoverOrchestrators(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const { reader } = deps
  const parsed = parseDiscoverQuery(request.url.search)
  if (!parsed.ok) return plainError(400, parsed.problem)
  const policy = await namedPolicy(request, deps)
  if (!policy.ok) return plainError(400, sentenceOf([policy.error]))
  const found = reader.discoverable(parsed.query, policy.base)
  if (found === null) return plainError(503, reasonNotCollected(reader))
  if (found === 'nobody') return plainError(503, 'No orchestrator with a priced capability is known.')
  return jsonAnswer(found, { ...reader.freshness(), ...policy.headers })
}

async function webhook(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const { reader } = deps
  const { searchParams } = request.url
  const nodes = await readNodes(searchParams, request, deps, [ON_EMPTY])
  if (!nodes.ok) return badParameters(nodes.errors)
  const onEmpty = readOnEmpty(searchParams)
  if (!onEmpty.ok) return badParameters([{ parameter: ON_EMPTY, detail: onEmpty.detail }])
  const list = reader.webhook(nodes.query)
  if (list === 'nobody')
    return problem('nobody-known', 'No orchestrator is known that takes work; ask again after a sweep.', {
      headers: RETRY_AFTER,
    })
  if (list?.count === 0 && onEmpty.value === 'keep')
    return problem('nothing-matches', 'No orchestrator fits, and on_empty=keep asks to keep the old list.', {
      headers: RETRY_AFTER,
    })
  return catalogAnswer(reader, list?.document ?? null, nodes.headers)
}

function readOnEmpty(params: URLSearchParams): Reading<string> {
  if (!params.has(ON_EMPTY)) return taken('list')
  const text = readSingle(params.getAll(ON_EMPTY))
  if (!text.ok || ON_EMPTY_VALUES.some((value) => value === text.value)) return text
  return refused(`${quoted(text.value)} is not one of ${ON_EMPTY_VALUES.join(', ')}`)
}

type Nodes =
  | (Extract<NodeQueryResult, { ok: true }> & { readonly headers: Readonly<Record<string, string>> })
  | Extract<NodeQueryResult, { ok: false }>

async function readNodes(
  params: URLSearchParams,
  request: ApiRequest,
  deps: AnswerDeps,
  ownParameters: readonly string[] = [],
): Promise<Nodes> {
  const policy = await namedPolicy(request, deps)
  if (!policy.ok) return { ok: false, errors: [policy.error] }
  const nodes = parseNodeQuery(params, {
    base: policy.base,
    ownParameters: [POLICY_PARAMETER.name, ...ownParameters],
  })
  return nodes.ok ? { ...nodes, headers: policy.headers } : nodes
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
