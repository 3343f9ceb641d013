import { once } from '@/lib/domain/once'
import { type Answer, jsonAnswer } from '../answer'
import { takingAsOf } from '../as-of'
import { selectBodyDto, selectionDto } from '../contract/selection'
import { selectionMethodDto } from '../contract/selection-method'
import { createKeptDocument } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { badBody } from '../problem'
import { readJsonBody } from '../read-json-body'
import { DEFAULT_SHOW, decide } from '../selection/decide'
import { selectionMethodToDto } from '../selection/selection-method'
import { noStore, notCollected, refuseParameters } from './respond'

const methodDocument = once(() => createKeptDocument(JSON.stringify(selectionMethodToDto())))

/** Prices stay as they are written. */
const AMOUNTS: ReadonlySet<string> = new Set(['max_prices'])

/** Who would get a job, and why. */
export const SELECTION: readonly Endpoint[] = [
  {
    path: '/api/v1/selection/method',
    operations: {
      GET: {
        doc: {
          summary: 'How choices are made',
          description:
            'Rules, tiers, strategies with their weights, and the numbers that scores are made by.',
          tag: 'Discovery',
          answer: {
            status: 200,
            description: 'Made of the very numbers that choices are made by.',
            content: { 'application/json': selectionMethodDto },
          },
        },
        handle: (request) => refuseParameters(request) ?? jsonAnswer(methodDocument()),
      },
    },
  },
  {
    path: '/api/v1/select',
    operations: {
      POST: takingAsOf({
        doc: {
          summary: 'Who would get a job, and why the others would not',
          description:
            'A dry run: nobody is asked and nothing is sent. Hard rules first, then the order of the strategy, then chance among those that are as good as equal; every rejection names its rules, what was wanted, what was found and what would do. The same snapshot, request and seed give the same answer, as long as nobody is suspended or tried again in between. `as_of` asks the same of a moment in the past, by what was offered then: nobody is suspended there, and reliabilities are not known, so that `min_reliability` is not asked (`inputs.not_asked`).',
          tag: 'Discovery',
          requestBody: {
            description: 'The job, whom it may go to, and whom it likes best.',
            schema: selectBodyDto,
            example: {
              pipeline: 'text-to-image',
              model: 'black-forest-labs/FLUX.1-dev',
              warm: 'required',
              max_price: '12000000',
              region: ['eu'],
              region_is: 'preferred',
              strategy: 'balanced',
              size: { width: 1_024, height: 1_024 },
            },
          },
          answer: {
            status: 200,
            description: 'Somebody, or nobody; both are answers.',
            content: { 'application/json': selectionDto },
          },
        },
        handle: answerSelect,
      }),
    },
  },
]

async function answerSelect(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const wrong = refuseParameters(request)
  if (wrong) return wrong
  const body = await readJsonBody(request.readBody, selectBodyDto, { amounts: AMOUNTS })
  if (!body.ok) return body.refusal
  const decision = await decide(body.value, request, deps)
  if (decision.kind === 'not-collected') return notCollected(deps.reader)
  if (decision.kind === 'unreadable') return badBody(decision.errors)
  const { show = {} } = body.value
  const dto = decision.toDto({
    ranking: show.ranking ?? DEFAULT_SHOW.ranking,
    rejections: show.rejections ?? DEFAULT_SHOW.rejections,
    notServing: show.not_serving ?? DEFAULT_SHOW.notServing,
  })
  return noStore(200, dto, deps.reader.freshness())
}
