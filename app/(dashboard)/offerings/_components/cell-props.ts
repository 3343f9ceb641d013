import type { OfferingDto } from '@/lib/api/contract/offering'

export interface CellProps {
  readonly offering: OfferingDto
  /** The moment that links keep; null: now. */
  readonly asOf: string | null
}
