import type { HistoryDto } from '@/lib/api/contract/history'

/** Cards in one bucket; null: nobody looked, or none was reported. */
export interface CardsPoint {
  /** The start of the bucket. */
  readonly ms: number
  readonly at: string
  readonly min: number | null
  readonly mean: number | null
  readonly max: number | null
  readonly nodes: number | null
}

type CardsHistory = Extract<HistoryDto, { metric: 'gpus' }>

export const cardsPoints = ({ points }: CardsHistory): readonly CardsPoint[] =>
  points.map((point) => ({ ...point, ms: Date.parse(point.at) }))
