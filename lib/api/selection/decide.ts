import { randomUUID } from 'node:crypto'
import type { Selection } from '@/lib/selection/select'
import type { ReadRequest } from '../answer'
import type { SelectBodyDto, SelectionDto } from '../contract/selection'
import type { AnswerDeps } from '../endpoint'
import type { Market } from '../reader'
import type { ParameterError } from '../search-params'
import { policyOfJob } from './policy-of-job'
import { offeringsOf } from './policy-ranks'
import { readJob } from './read-job'
import { selectionToDto } from './selection-to-dto'

/** Who gets a job, decided now or as of the moment that the reader is of; or why that cannot be told. */
export type Decision =
  | {
      readonly kind: 'decided'
      readonly market: Market
      readonly selection: Selection
      readonly seed: string
      /** As people and programs read it. */
      readonly toDto: (show: Show) => SelectionDto
    }
  | { readonly kind: 'not-collected' }
  | { readonly kind: 'unreadable'; readonly errors: readonly ParameterError[] }

/** How many of each are listed. */
export interface Show {
  readonly ranking: number
  readonly rejections: number
  readonly notServing: number
}

export const DEFAULT_SHOW: Show = { ranking: 20, rejections: 50, notServing: 0 }

/** Dry runs and routed jobs decide here, and so decide alike. */
export async function decide(
  body: SelectBodyDto,
  request: Pick<ReadRequest, 'header'>,
  deps: Pick<AnswerDeps, 'reader' | 'selector' | 'policies' | 'operatorKey' | 'keys'>,
): Promise<Decision> {
  const { reader, selector } = deps
  const market = reader.market()
  if (market === null) return { kind: 'not-collected' }
  const { catalog, quote, asOf } = market
  const index = selector.index(catalog)
  const policy = await policyOfJob(body, request, deps)
  if (!policy.ok) return { kind: 'unreadable', errors: [{ parameter: 'policy', detail: policy.detail }] }
  const reading = readJob(
    { ...policy.rules, ...body },
    {
      index,
      rate: quote?.rate ?? null,
      ceilings: selector.ceilings,
      within: policy.query && offeringsOf(policy.query, catalog),
    },
  )
  if (!reading.ok) return { kind: 'unreadable', errors: reading.errors }
  const { job } = reading
  const seed = body.seed ?? randomUUID().replaceAll('-', '').slice(16)
  const selection = selector.select(catalog, job, { seed, asOf })
  return {
    kind: 'decided',
    market,
    selection,
    seed,
    toDto: ({ notServing, ...show }) =>
      selectionToDto(selection, {
        snapshot: catalog.snapshot,
        seed,
        policy: body.policy ?? null,
        quote,
        reliabilityUntil: asOf === null ? selector.reliabilityUntil : null,
        notAsked: asOf !== null && job.rules.minReliability !== null ? ['min-reliability'] : [],
        notServing: notServing > 0 ? index.notServing(job).slice(0, notServing) : [],
        show,
      }),
  }
}
