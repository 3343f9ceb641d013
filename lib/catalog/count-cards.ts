import { boundedName } from '@/lib/domain/bounded-name'
import { canonicalGpuName } from './gpu-name'
import type { ReportedGpu } from './offering'

/** How many of some cards have each short name, in the order in which they are named. */
export function countCards(gpus: readonly ReportedGpu[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const gpu of gpus) counts.set(shortName(gpu), (counts.get(shortName(gpu)) ?? 0) + 1)
  return counts
}

/** The short name of some cards, of several kinds that of the first; null: there are none. */
export const nameOfCards = ([first]: readonly ReportedGpu[]): string | null =>
  first ? shortName(first) : null

const shortName = ({ reportedName }: ReportedGpu): string => boundedName(canonicalGpuName(reportedName))
