import { randomBytes } from 'node:crypto'
import { once } from '@/lib/domain/once'
import { type Answer, jsonAnswer } from '../answer'
import { takingAsOf } from '../as-of'
import { selectBodyDto, selectionDto } from '../contract/selection'
import { selectionMethodDto } from '../contract/selection-method'
import { createKeptDocument } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { badBody } from '../problem'
import { readJsonBody } from '../read-json-body'
import { policyOfJob } from '../selection/policy-of-job'
import { offeringsOf } from '../selection/policy-ranks'
import { readJob } from '../selection/read-job'
import { selectionMethodToDto } from '../selection/selection-method'
import { selectionToDto } from '../selection/selection-to-dto'
import { noStore, notCollected, refuseParameters } from './respond'

const methodDocument = once(() => createKeptDocument(JSON.stringify(selectionMethodToDto())))

/** Prices stay as they are written. */
const AMOUNTS: ReadonlySet<string> = new Set(['max_prices'])
const DEFAULT_RANKING = 20
const DEFAULT_REJECTIONS = 50

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
  const { reader, selector } = deps
  const market = reader.market()
  if (market === null) return notCollected(reader)
  const { catalog, quote, asOf } = market
  const index = selector.index(catalog)
  const policy = await policyOfJob(body.value, request, deps)
  if (!policy.ok) return badBody([{ parameter: 'policy', detail: policy.detail }])
  const asked = { ...policy.rules, ...body.value }
  const reading = readJob(asked, {
    index,
    rate: quote?.rate ?? null,
    ceilings: selector.ceilings,
    within: policy.query && offeringsOf(policy.query, catalog),
  })
  if (!reading.ok) return badBody(reading.errors)
  const { show = {} } = body.value
  const seed = body.value.seed ?? randomBytes(8).toString('hex')
  const selection = selector.select(catalog, reading.job, { seed, asOf })
  const dto = selectionToDto(selection, {
    snapshot: catalog.snapshot,
    seed,
    policy: body.value.policy ?? null,
    quote,
    reliabilityUntil: asOf === null ? selector.reliabilityUntil : null,
    notAsked: asOf !== null && reading.job.rules.minReliability !== null ? ['min-reliability'] : [],
    notServing: show.not_serving ? index.notServing(reading.job).slice(0, show.not_serving) : [],
    show: {
      ranking: show.ranking ?? DEFAULT_RANKING,
      rejections: show.rejections ?? DEFAULT_REJECTIONS,
    },
  })
  return noStore(200, dto, reader.freshness())
}
