import type { OfferingKind } from '@/lib/domain/offering-kind'
import { isKnownPipeline, type SaleUnitName } from '@/lib/domain/sale-unit'
import type { Fraction } from '@/lib/domain/usd'

/** What a gateway asks of its clients, as its operator wrote it down. */
export interface Pricing {
  /** For whatever no pipeline has a rule for; null: that is not offered. */
  readonly fallback: PriceRule | null
  readonly pipelines: ReadonlyMap<string, PipelinePricing>
}

export interface PipelinePricing {
  /** For models without a rule of their own, and for what names no model; null: the one for everything. */
  readonly fallback: PriceRule | null
  readonly models: ReadonlyMap<string, PriceRule>
}

export type PriceRule = { readonly place: RulePlace } & (
  | { readonly kind: 'fixed'; readonly usd: Fraction; readonly per: SaleUnitName }
  /** On what it costs, in percent. */
  | { readonly kind: 'markup'; readonly percent: Fraction }
  | { readonly kind: 'not-for-sale' }
)

/** Where in the file a rule stands. */
export interface RulePlace {
  /** From 1. */
  readonly line: number
  /** `prices.llm.*` */
  readonly path: string
}

/** What is sold: something of the catalog. */
export interface Sold {
  readonly kind: OfferingKind
  readonly pipeline: string
  readonly model: string | null
}

/**
 * The model's own rule, else its pipeline's, else the one for everything; null: none. A pipeline of the protocol that has
 * rules means that one alone: a capability or runner that a stranger called like it is something else.
 */
export function findRule(
  { fallback, pipelines }: Pricing,
  { kind, pipeline, model }: Sold,
): PriceRule | null {
  const isOperators = kind === 'byoc' || kind === 'live-runner'
  const own = isOperators && isKnownPipeline(pipeline) ? undefined : pipelines.get(pipeline)
  return (model === null ? undefined : own?.models.get(model)) ?? own?.fallback ?? fallback
}

/** Every rule there is, in the order of the file's pipelines. */
export const allRules = ({ fallback, pipelines }: Pricing): PriceRule[] => [
  ...(fallback ? [fallback] : []),
  ...[...pipelines.values()].flatMap((own) => [
    ...(own.fallback ? [own.fallback] : []),
    ...own.models.values(),
  ]),
]
