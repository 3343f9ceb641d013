import type { SummaryDto } from '@/lib/api/contract/summary'

/** Nodes did answer, but so long ago that none of their answers counts any more. */
export const isExpired = ({ nodes, gpus }: SummaryDto): boolean =>
  nodes.answered > 0 && gpus.nodes_counted === 0
