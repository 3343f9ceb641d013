import type { HistorySubjectKind } from '@/lib/domain/history-metric'
import type { PriceUnit } from '@/lib/domain/pipeline'
import type { Price } from '@/lib/domain/price'
import type { Span } from '@/lib/history/history-window'
import type { Interval } from '@/lib/history/standing'
import type { OfferedSpan } from '@/lib/history/standing-supply'

/** Whose terms are meant, by what it is called in the store; `id` is empty for the network. */
export interface StandingScope {
  readonly kind: HistorySubjectKind
  readonly id: string
}

export interface PriceSpans {
  readonly pipeline: string
  /** Null where the nodes do not say which. */
  readonly model: string | null
  readonly unit: PriceUnit
  readonly offerings: number
  readonly spans: readonly (Interval & { readonly price: Price })[]
}

/** A number that stood for a while, and by whom it was stated. */
export interface AmountSpan extends Interval {
  readonly statedBy: number
  readonly amount: number
}

/** What was stated, and from when until when it stood. Moments are ms since 1970. */
export interface StandingSeries {
  /** Stated prices that stood in a span, by pipeline, model and unit; those of most offerings, and how many more there are. */
  readPriceSpans(
    scope: StandingScope,
    span: Span,
    limit: number,
  ): Promise<{ readonly series: readonly PriceSpans[]; readonly leftOut: number }>
  /** Stated capacities that stood in a span, of up to `most` slots. */
  readCapacitySpans(scope: StandingScope, span: Span, most: number): Promise<readonly AmountSpan[]>
  /** Numbers of cards that stood in a span, of these nodes; null: of all. By name: of one kind alone. */
  readCardSpans(
    of: { readonly nodeUris: readonly string[] | null; readonly name: string | null },
    span: Span,
  ): Promise<readonly AmountSpan[]>
  /** Everything that was offered in a span. */
  readOfferedSpans(scope: StandingScope, span: Span): Promise<readonly OfferedSpan[]>
  /** Nodes that ever had terms in this scope; empty: nobody of this name is known. At most `limit`. */
  readNodesOf(scope: StandingScope, limit: number): Promise<readonly string[]>
}
