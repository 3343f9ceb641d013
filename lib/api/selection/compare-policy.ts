import { formatDecimal } from '@/lib/domain/price'
import { priceChangePercent } from '@/lib/domain/price-change'
import { RELIABILITY_WINDOWS, type ReliabilityWindow } from '@/lib/domain/reliability'
import type { RollUpProgress } from '@/lib/history/cover-span'
import type { Policy } from '@/lib/policies/policy'
import { readReliability } from '@/lib/reliability/read-reliability'
import type { Moment } from '@/lib/routing/selector'
import type { Candidate } from '@/lib/selection/candidate'
import { compareSelections } from '@/lib/selection/compare-selections'
import type { JobRequest } from '@/lib/selection/job-request'
import { rulesOf } from '@/lib/selection/rules'
import type { Selection } from '@/lib/selection/select'
import { RELIABILITY_WINDOW } from '@/lib/selection/strategies'
import type { PolicyComparisonDto } from '../contract/policy-comparison'
import type { SelectBodyDto } from '../contract/selection'
import type { AnswerDeps } from '../endpoint'
import type { Market } from '../reader'
import type { ParameterError } from '../search-params'
import { isoMoment } from '../to-dto'
import { meaningOf } from './policy-of-job'
import { offeringsOf } from './policy-ranks'
import { readJob } from './read-job'
import { brokenToDto, offeringRef, selectionToDto } from './selection-to-dto'

const MAX_SHOWN = 50
const MAX_CHANGES = 100
/** Each costs a sum over a window; of more than these it is not reckoned. */
const MAX_RELIABILITIES = 100

interface Question {
  readonly policy: Policy
  readonly job: Pick<SelectBodyDto, 'pipeline' | 'model' | 'kind'>
  readonly seed: string
  readonly now: Market
  readonly past: Market
}

export type Comparison =
  | { readonly ok: true; readonly dto: PolicyComparisonDto }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

/** The same job by the same rules and the same chance, on two catalogs. */
export async function comparePolicy(
  { policy, job: asked, seed, now, past }: Question,
  { selector, history, now: clock }: Pick<AnswerDeps, 'selector' | 'history' | 'now'>,
): Promise<Comparison> {
  const meaning = meaningOf(policy)
  if (!meaning.ok) return { ok: false, errors: [{ parameter: 'name', detail: meaning.detail }] }
  const { rules, query } = meaning
  const jobIn = ({ catalog, quote }: Market, about: Question['job']) =>
    readJob(
      { ...rules, ...about },
      {
        index: selector.index(catalog),
        rate: quote?.rate ?? null,
        ceilings: selector.ceilings,
        within: query && offeringsOf(query, catalog),
      },
    )
  const readNow = jobIn(now, asked)
  if (!readNow.ok) return readNow
  // What it is now was called so then: a name that only one model has today may have been two then.
  const { kind, pipeline, model } = readNow.job
  const readThen = jobIn(past, { kind, pipeline, ...(model !== null && { model }) })
  if (!readThen.ok) return readThen

  const known = await reliabilityThen(readThen.job, { past, selector, history, now: clock() })
  const sideNow = selector.select(now.catalog, readNow.job, { seed, asOf: now.asOf })
  const sideThen = selector.select(past.catalog, readThen.job, {
    seed,
    asOf: past.asOf,
    ...(known.reliability && { reliabilityThen: known.reliability }),
  })
  const toDto = (selection: Selection, { catalog, quote }: Market, reliabilityUntil: number | null) =>
    selectionToDto(selection, {
      snapshot: catalog.snapshot,
      seed,
      policy: policy.name,
      quote,
      reliabilityUntil,
      notServing: [],
      show: { ranking: MAX_SHOWN, rejections: MAX_SHOWN },
    })
  return {
    ok: true,
    dto: {
      policy: policy.name,
      kind,
      pipeline,
      model,
      from: isoMoment(past.asOf ?? clock()),
      seed,
      now: toDto(sideNow, now, selector.reliabilityUntil),
      past: toDto(sideThen, past, known.until),
      changes: changesToDto(sideThen, sideNow),
      not_counted: [
        'Who was suspended or tried again, and how jobs went: nobody has kept it.',
        'Stakes, which are those that are known now.',
        ...(known.isLeftOut ? ['How reliable nodes were: it was not reckoned for so many of them.'] : []),
      ],
    },
  }
}

interface KnownReliability {
  readonly reliability: NonNullable<Moment['reliabilityThen']> | null
  readonly until: number | null
  readonly isLeftOut: boolean
}

/** Of the nodes that served it then, where anything looks at it. */
async function reliabilityThen(
  job: JobRequest,
  {
    past: { catalog, asOf },
    selector,
    history: store,
    now,
  }: { past: Market; now: number } & Pick<AnswerDeps, 'selector' | 'history'>,
): Promise<KnownReliability> {
  const nodes = [
    ...new Set(
      selector
        .index(catalog)
        .serving(job)
        .map(({ offering }) => offering.nodeUri),
    ),
  ]
  if (nodes.length > MAX_RELIABILITIES || asOf === null)
    return { reliability: null, until: null, isLeftOut: true }
  const windows = RELIABILITY_WINDOWS.filter(
    (window) => window === RELIABILITY_WINDOW || window === job.rules.minReliability?.window,
  )
  const progress: RollUpProgress = await store.readRollUpProgress()
  const scores = new Map<string, number | null>()
  let until: number | null = null
  for (const uri of nodes)
    for (const window of windows) {
      const { score, span } = await readReliability([uri], window, { store, progress, now, until: asOf })
      scores.set(keyOf(uri, window), score.score)
      until = span.to
    }
  return { reliability: (uri, window) => scores.get(keyOf(uri, window)) ?? null, until, isLeftOut: false }
}

const keyOf = (uri: string, window: ReliabilityWindow): string => `${window} ${uri}`

function changesToDto(then: Selection, now: Selection): PolicyComparisonDto['changes'] {
  const { entered, left, moved, repriced } = compareSelections(then, now)
  return {
    chosen_is_same: now.chosen?.candidate.offering.id === then.chosen?.candidate.offering.id,
    entered: listOf(entered, ({ candidate, place }) => ({
      ...offeringRef(candidate.offering),
      place: place + 1,
      why: whyNotIn(then, candidate),
    })),
    left: listOf(left, ({ candidate, place }) => ({
      ...offeringRef(candidate.offering),
      place: place + 1,
      why: whyNotIn(now, candidate),
    })),
    moved: listOf(moved, ({ candidate, from, to }) => ({
      ...offeringRef(candidate.offering),
      from: from + 1,
      to: to + 1,
    })),
    repriced: listOf(repriced, ({ before, after }) => ({
      ...offeringRef(after.offering),
      wei_per_unit_then: before.price && formatDecimal(before.price),
      percent: percentOf(before, after),
    })),
  }
}

const listOf = <T, Row>(items: readonly T[], toDto: (item: T) => Row) => ({
  count: items.length,
  offerings: items.slice(0, MAX_CHANGES).map(toDto),
})

const percentOf = (before: Candidate, after: Candidate): string | null =>
  before.price && after.price && before.offering.unit === after.offering.unit
    ? priceChangePercent(before.price, after.price)
    : null

function whyNotIn(
  selection: Selection,
  { offering }: Candidate,
): PolicyComparisonDto['changes']['left']['offerings'][number]['why'] {
  const one = selection.rejected.find(({ candidate }) => candidate.offering.id === offering.id)
  const [broken] = one ? brokenToDto(rulesOf(one.broken).slice(0, 1), one.candidate, selection) : []
  return broken
    ? { reason: 'rejected', rule: broken.rule, found: broken.found }
    : { reason: 'not-offered', rule: null, found: null }
}
