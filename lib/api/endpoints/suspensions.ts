import { SUSPENSION_SCOPES, SUSPENSION_STATES } from '@/lib/domain/suspension'
import type { BreakerPlace } from '@/lib/store/kept-breakers'
import { StoreFailure } from '@/lib/store/store-failure'
import type { Standing } from '@/lib/suspension/suspension-board'
import { type Answer, jsonAnswer } from '../answer'
import { readNodeUri } from '../changes/filter-parameters'
import { QueryReader } from '../changes/query-reader'
import { readOneOf, readWholeNumber } from '../changes/value-readers'
import {
  type SuspensionDto,
  type SuspensionsDto,
  suspensionBodyDto,
  suspensionDto,
  suspensionMethodDto,
  suspensionsDto,
} from '../contract/suspension'
import { createDocument } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { quoted, shortened } from '../listing/reading'
import { badBody, badParameters, problem } from '../problem'
import { readJsonBody } from '../read-json-body'
import { readSuspension } from '../suspensions/read-suspension'
import { suspensionMethodToDto } from '../suspensions/suspension-method'
import { suspensionToDto } from '../suspensions/suspension-to-dto'
import { noStore, notCollected, refuseParameters } from './respond'

const DEFAULT_LIMIT = 1_000
const MAX_LIMIT = 10_000
const PARAMETERS = ['state', 'node', 'limit']

const segments = {
  scope: { description: '`offering` or `node`.', example: 'node' },
  id: {
    description:
      'The id of an offering, or the service URI of a node, percent-encoded or with its slashes as they are, or just `host:port`.',
    example: 'halcyon-1.localhost:18935',
  },
}

/** Who gets no jobs now, or few. */
export const SUSPENSIONS: readonly Endpoint[] = [
  {
    path: '/api/v1/suspensions',
    operations: {
      GET: {
        doc: {
          summary: 'Offerings and nodes that are not trusted now',
          description:
            'Suspended for what became of their jobs, or by an operator; waiting for a trial; or recovering. `/api/v1/suspensions/method` says by which rules.',
          tag: 'Network',
          parameters: [
            {
              name: 'state',
              in: 'query',
              description: 'In these states alone.',
              schema: { type: 'string', enum: SUSPENSION_STATES },
              isList: true,
            },
            {
              name: 'node',
              in: 'query',
              description: 'These nodes, by their URIs, and what they offer.',
              schema: { type: 'string' },
              isList: true,
            },
            {
              name: 'limit',
              in: 'query',
              description: 'As many at most.',
              schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
            },
          ],
          examples: [{ title: 'Who gets no jobs at all', query: '?state=suspended' }],
          answer: {
            status: 200,
            description: 'As they are at this moment.',
            content: { 'application/json': suspensionsDto },
          },
        },
        handle: readSuspensions,
      },
    },
  },
  {
    path: '/api/v1/suspensions/method',
    operations: {
      GET: {
        doc: {
          summary: 'By which rules somebody is suspended and trusted again',
          tag: 'Network',
          answer: {
            status: 200,
            description: 'Settings, what counts as a fault, and the rules in words.',
            content: { 'application/json': suspensionMethodDto },
          },
        },
        handle: (request, { suspensions }) =>
          refuseParameters(request) ??
          jsonAnswer(createDocument(JSON.stringify(suspensionMethodToDto(suspensions.settings)))),
      },
    },
  },
  {
    path: '/api/v1/suspensions/{scope}/{id}',
    takesSlashes: true,
    operations: {
      PUT: {
        isForOperator: true,
        doc: {
          summary: 'Suspend an offering, or a node with all that it offers',
          description:
            'At once, for all processes of this store, and whatever jobs say. One that is suspended so already gets the new reason and time.',
          tag: 'Operator',
          segments,
          requestBody: {
            description: 'Why, and for how long.',
            schema: suspensionBodyDto,
            example: { reason: 'Cards are being replaced', until: '2099-01-31T12:00:00Z' },
          },
          answer: {
            status: 200,
            description: 'As it stands.',
            content: { 'application/json': suspensionDto },
          },
        },
        handle: place,
      },
      DELETE: {
        isForOperator: true,
        doc: {
          summary: 'Lift a suspension',
          description:
            'Whoever placed it, jobs or an operator. What was held against it is forgotten, and it is trusted at once.',
          tag: 'Operator',
          segments,
          answer: { status: 204, description: 'It is lifted.', content: {} },
        },
        handle: lift,
      },
    },
  },
]

async function readSuspensions({ url }: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const read = new QueryReader(url.searchParams, PARAMETERS)
  const states = read.values('state', readOneOf(SUSPENSION_STATES))
  const nodes = read.values('node', readNodeUri)
  const limit = read.single('limit', readWholeNumber(1, MAX_LIMIT)) ?? DEFAULT_LIMIT
  if (read.errors.length > 0) return badParameters(read.errors)
  await refresh(deps)
  const fitting = deps.suspensions
    .list()
    .filter(({ admission }) => states === null || states.has(admission.kind))
    .map((standing) => toDto(standing, deps))
    .filter(({ node_uri }) => nodes === null || (node_uri !== null && nodes.has(node_uri)))
    .sort(byScopeThenLatest)
  const suspensions = fitting.slice(0, limit)
  const dto: SuspensionsDto = { count: suspensions.length, total: fitting.length, suspensions }
  return jsonAnswer(createDocument(JSON.stringify(dto), { isKept: false }))
}

async function place(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const { suspensions, now } = deps
  const found = findPlace(request, deps)
  if (!('scope' in found)) return found
  const body = await readJsonBody(request.readBody, suspensionBodyDto)
  if (!body.ok) return body.refusal
  const reading = readSuspension(body.value, { now: now() })
  if (!reading.ok) return badBody(reading.errors)
  const { reason, until } = reading
  if ((await suspensions.place(found, { reason, until })) === 'full')
    return problem(
      'too-many-suspensions',
      'As many suspensions as are kept are there already; lift one first.',
    )
  const standing = suspensions.standingOf(found)
  // Its time may have come meanwhile.
  return standing ? noStore(200, toDto(standing, deps)) : notSuspended(found)
}

async function lift(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const found = findPlace(request, deps)
  if (!('scope' in found)) return found
  return (await deps.suspensions.lift(found)) === 'lifted'
    ? { status: 204, headers: {}, body: null }
    : notSuspended(found)
}

/** As the catalog calls it, or as it is suspended already; else the problem that says why there is none. */
function findPlace(request: ApiRequest, { reader, suspensions }: AnswerDeps): BreakerPlace | Answer {
  const { scope: asked = '', id = '' } = request.segments
  const refused = refuseParameters(request)
  if (refused) return refused
  const scope = SUSPENSION_SCOPES.find((known) => known === asked)
  if (scope === undefined)
    return badParameters([
      { parameter: 'scope', detail: `${quoted(asked)} is not one of ${SUSPENSION_SCOPES.join(', ')}` },
    ])
  const named = { scope, id }
  if (suspensions.isDoubtful(named)) return named
  const found = reader.identify(scope, id)
  if (found?.kind === 'found') return { scope, id: found.id }
  if (found === null) return notCollected(reader)
  return problem(
    'not-found',
    `${scope === 'node' ? 'No node is listed as' : 'No offering has the id'} ${shortened(id)}; /api/v1/${scope}s lists all.`,
  )
}

const notSuspended = ({ scope, id }: BreakerPlace): Answer =>
  problem(
    'not-found',
    `The ${scope} ${shortened(id)} is not suspended; /api/v1/suspensions lists those that are.`,
  )

const toDto = (standing: Standing, { reader, suspensions }: AnswerDeps): SuspensionDto =>
  suspensionToDto(standing, {
    offering: standing.scope === 'offering' ? reader.offering(standing.id) : null,
    windowMs: suspensions.settings.windowMs,
  })

/** What other processes wrote a moment ago; where the disk fails, what is known here is told. */
async function refresh({ suspensions }: AnswerDeps): Promise<void> {
  try {
    await suspensions.refresh()
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error
  }
}

const byScopeThenLatest = (a: SuspensionDto, b: SuspensionDto): number =>
  a.scope.localeCompare(b.scope) || (a.since < b.since ? 1 : a.since > b.since ? -1 : 0)
