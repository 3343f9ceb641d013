import type { GpuDifference } from '@/lib/domain/change'
import type { Hardware } from '@/lib/domain/orchestrator-answer'
import { countCards } from './count-cards'
import { distinctGpus } from './node-gpus'

/** Which cards a node reports more or fewer of, name by name; equal numbers of every name differ in nothing. */
export function diffGpus(
  nodeUri: string,
  before: readonly Hardware[],
  after: readonly Hardware[],
): GpuDifference[] {
  const was = countCards(distinctGpus(nodeUri, before))
  const is = countCards(distinctGpus(nodeUri, after))
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((gpu): GpuDifference => ({ gpu, before: was.get(gpu) ?? 0, after: is.get(gpu) ?? 0 }))
    .filter((difference) => difference.before !== difference.after)
}
