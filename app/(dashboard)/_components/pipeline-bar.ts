import type { OfferingState } from '@/lib/domain/facet'

export interface PipelineBar extends Readonly<Record<OfferingState, number>> {
  readonly pipeline: string
  readonly total: number
}
