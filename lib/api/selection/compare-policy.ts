import { formatDecimal } from '@/lib/domain/price'
import { priceChangePercent } from '@/lib/domain/price-change'
import type { Policy } from '@/lib/policies/policy'
import type { Candidate } from '@/lib/selection/candidate'
import { compareSelections } from '@/lib/selection/compare-selections'
import type { JobRequest } from '@/lib/selection/job-request'
import { rulesOf } from '@/lib/selection/rules'
import type { Selection } from '@/lib/selection/select'
import type { PolicyComparisonDto } from '../contract/policy-comparison'
import type { SelectBodyDto } from '../contract/selection'
import type { AnswerDeps } from '../endpoint'
import type { Market } from '../reader'
import type { ParameterError } from '../search-params'
import { isoMoment } from '../to-dto'
import { pastReliability } from './past-reliability'
import { meaningOf } from './policy-of-job'
import { offeringsOf } from './policy-ranks'
import { readJob } from './read-job'
import { brokenToDto, offeringRef, selectionToDto } from './selection-to-dto'

const MAX_SHOWN = 50
const MAX_CHANGES = 100

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
  question: Question,
  { selector, history, now: clock }: Pick<AnswerDeps, 'selector' | 'history' | 'now'>,
): Promise<Comparison> {
  const { policy, seed, now, past } = question
  const jobs = readJobs(question, selector)
  if (!jobs.ok) return jobs
  const known = await pastReliability(jobs.past, { past, selector, history, now: clock() })
  const sideNow = selector.select(now.catalog, jobs.now, { seed, asOf: now.asOf })
  const sidePast = selector.select(past.catalog, jobs.past, {
    seed,
    asOf: past.asOf,
    ...(known.reliability && { reliabilityThen: known.reliability }),
  })
  const about = { seed, policy: policy.name }
  const { kind, pipeline, model } = jobs.now
  return {
    ok: true,
    dto: {
      policy: policy.name,
      kind,
      pipeline,
      model,
      from: isoMoment(past.asOf ?? clock()),
      seed,
      now: sideToDto(sideNow, now, { ...about, reliabilityUntil: selector.reliabilityUntil }),
      past: sideToDto(sidePast, past, { ...about, reliabilityUntil: known.until }),
      changes: changesToDto(sidePast, sideNow),
      not_counted: [
        'Who was suspended or tried again, and how jobs went: nobody has kept it.',
        'Stakes, which are those that are known now.',
        ...(known.isLeftOut ? ['How reliable nodes were: it was not reckoned for so many of them.'] : []),
      ],
    },
  }
}

type Jobs =
  | { readonly ok: true; readonly now: JobRequest; readonly past: JobRequest }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

/** What is asked for, as each side reads it. */
function readJobs({ policy, job: asked, now, past }: Question, selector: AnswerDeps['selector']): Jobs {
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
  const readPast = jobIn(past, { kind, pipeline, ...(model !== null && { model }) })
  return readPast.ok ? { ok: true, now: readNow.job, past: readPast.job } : readPast
}

const sideToDto = (
  selection: Selection,
  { catalog, quote }: Market,
  about: Pick<Parameters<typeof selectionToDto>[1], 'seed' | 'policy' | 'reliabilityUntil'>,
) =>
  selectionToDto(selection, {
    ...about,
    snapshot: catalog.snapshot,
    quote,
    notServing: [],
    show: { ranking: MAX_SHOWN, rejections: MAX_SHOWN },
  })

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
