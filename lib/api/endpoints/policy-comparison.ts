import { OFFERING_KINDS, type OfferingKind } from '@/lib/domain/offering-kind'
import { parseSpan } from '@/lib/history/history-window'
import { type Answer, jsonAnswer } from '../answer'
import { notKept } from '../as-of'
import { QueryReader } from '../changes/query-reader'
import { policyComparisonDto } from '../contract/policy-comparison'
import { createDocument } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { parseMoment } from '../listing/parse-moment'
import { quoted, type Reading, refused, taken } from '../listing/reading'
import { findPolicy, policyQuery } from '../named-policy'
import type { NodeQuery } from '../node-query'
import type { ParameterDoc } from '../operation-doc'
import { badParameters, problem } from '../problem'
import type { ParameterError } from '../search-params'
import { comparePolicy } from '../selection/compare-policy'
import { notCollected } from './respond'

const PARAMETERS: readonly ParameterDoc[] = [
  {
    name: 'pipeline',
    in: 'query',
    description: 'What the job is. May be left out where the filters of the policy name exactly one.',
    schema: { type: 'string' },
    example: 'text-to-image',
  },
  {
    name: 'model',
    in: 'query',
    description:
      'Its id, or a name that only one has; left out: the one that the filters name, or whichever there is.',
    schema: { type: 'string' },
  },
  {
    name: 'kind',
    in: 'query',
    description: 'Left out: `ai` for a pipeline of the protocol, else whatever is called so.',
    schema: { type: 'string', enum: OFFERING_KINDS },
  },
  {
    name: 'from',
    in: 'query',
    description:
      'How long ago, such as `1h` or `7d`, or the moment itself. Left out: an hour ago, or as far back as snapshots are kept.',
    schema: { type: 'string' },
  },
  {
    name: 'seed',
    in: 'query',
    description: 'Chance repeats with it, the same on both sides.',
    schema: { type: 'string', default: 'compare', maxLength: 200 },
  },
]
const KNOWN = PARAMETERS.map(({ name }) => name)

/** What a policy would choose now, and would have chosen then. */
export const POLICY_COMPARISON: Endpoint = {
  path: '/api/v1/policies/{name}/compare',
  operations: {
    GET: {
      doc: {
        summary: 'Who would be chosen now and who then, and what became otherwise',
        description:
          'The same job by the same policy and the same chance, on the network of now and of a moment in the past. The policy is as it is now on both sides. Who was suspended then does not count, since nobody has kept it; `not_counted` says all that does not.',
        tag: 'Discovery',
        segments: { name: { description: 'Of the policy.', example: 'warm-flux-europe' } },
        parameters: PARAMETERS,
        answer: {
          status: 200,
          description: 'Both choices with their rankings, and the difference.',
          content: { 'application/json': policyComparisonDto },
        },
      },
      handle: answerComparison,
    },
  },
}

async function answerComparison(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const { segments, url } = request
  const { name = '' } = segments
  const found = await findPolicy(name, request, deps)
  if (!found.ok) return problem('not-found', `${found.detail}.`)
  const { policy } = found
  const query = policyQuery(policy)
  const asked = readQuestion(url.searchParams, { query: query.ok ? query.query : null, now: deps.now() })
  if (!asked.ok) return badParameters(asked.errors)
  const { job, seed } = asked.question
  const { reader } = deps
  const now = reader.market()
  if (now === null) return notCollected(reader)
  const side = await pastSide(asked.question, deps)
  if (side.kind === 'not-kept') return notKept(side.at, side.oldestAt)
  const past = side.reader.market()
  if (past === null) return notCollected(reader)
  const comparison = await comparePolicy({ policy, job, seed, now, past }, deps)
  if (!comparison.ok) return badParameters(comparison.errors)
  return jsonAnswer(createDocument(JSON.stringify(comparison.dto), { isKept: false }), reader.freshness())
}

/** Where nobody said a moment and an hour ago is not kept, the oldest that is. */
async function pastSide({ from }: Question, { reader, now }: Pick<AnswerDeps, 'reader' | 'now'>) {
  const at = from ?? now() - DEFAULT_SPAN_MS
  const past = await reader.past(at)
  if (past.kind === 'kept' || past.oldestAt === null || from !== undefined) return { at, ...past }
  return { at, ...(await reader.past(past.oldestAt)) }
}

interface Question {
  readonly job: { readonly pipeline: string; readonly model?: string; readonly kind?: OfferingKind }
  /** Left out: nobody said. */
  readonly from?: number
  readonly seed: string
}

function readQuestion(
  params: URLSearchParams,
  { query, now }: { query: NodeQuery | null; now: number },
):
  | { readonly ok: true; readonly question: Question }
  | { readonly ok: false; readonly errors: readonly ParameterError[] } {
  const read = new QueryReader(params, KNOWN)
  const pipeline = read.single('pipeline', readName) ?? onlyValue(query, 'pipeline')
  const model = read.single('model', readName) ?? onlyValue(query, 'model')
  const kind = read.single('kind', readKind)
  const from = read.single('from', (text) => readFrom(text, now))
  const seed = read.single('seed', readName) ?? 'compare'
  if (pipeline === null && !params.has('pipeline'))
    read.refuse('pipeline', 'is missing, and the filters of the policy do not name exactly one')
  if (read.errors.length > 0 || pipeline === null) return { ok: false, errors: read.errors }
  return {
    ok: true,
    question: {
      job: { pipeline, ...(model !== null && { model }), ...(kind !== null && { kind }) },
      ...(from !== null && { from }),
      seed,
    },
  }
}

const DEFAULT_SPAN_MS = 3_600_000
const MAX_NAME_LENGTH = 200

const readName = (text: string): Reading<string> =>
  text.length > MAX_NAME_LENGTH ? refused(`is longer than ${MAX_NAME_LENGTH} characters`) : taken(text)

function readKind(text: string): Reading<OfferingKind> {
  const kind = OFFERING_KINDS.find((known) => known === text)
  return kind ? taken(kind) : refused(`${quoted(text)} is not one of ${OFFERING_KINDS.join(', ')}`)
}

function readFrom(text: string, now: number): Reading<number> {
  const span = parseSpan(text)
  const at = span === null ? parseMoment(text) : now - span
  if (at === null)
    return refused(
      `${quoted(text)} is neither a span, such as 5m, 1h or 7d, nor a moment, such as 2026-01-31`,
    )
  return at > now ? refused(`${quoted(text)} lies in the future`) : taken(at)
}

/** The one value that the filters leave of a field; null: they name none, or several. */
function onlyValue(query: NodeQuery | null, field: string): string | null {
  const values = (query?.offerings.filters ?? []).flatMap((filter) =>
    filter.field === field && filter.operator === 'in' ? [filter.values] : [],
  )
  const [only] = values
  const value = values.length === 1 && only?.length === 1 ? only[0] : null
  return typeof value === 'string' ? value : null
}
