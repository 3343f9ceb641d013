import { boundedName } from '@/lib/domain/bounded-name'
import type { GpuCount, GpuDifference } from '@/lib/domain/change'
import type { Hardware } from '@/lib/domain/orchestrator-answer'
import { canonicalGpuName } from './gpu-name'
import { distinctGpus } from './node-gpus'

/** Names of cards in one change: a node may state thousands. */
const MAX_NAMES = 20

/** Which cards a node reports more or fewer of, by name; null: as many of each as before. */
export function diffGpus(
  nodeUri: string,
  before: readonly Hardware[],
  after: readonly Hardware[],
): GpuDifference | null {
  const [was, is] = [countCards(nodeUri, before), countCards(nodeUri, after)]
  const differences = [...new Set([...was.keys(), ...is.keys()])]
    .map((name): GpuCount => ({ name, count: (is.get(name) ?? 0) - (was.get(name) ?? 0) }))
    .filter(({ count }) => count !== 0)
  if (differences.length === 0) return null
  const named = differences.slice(0, MAX_NAMES)
  return {
    added: named.filter(({ count }) => count > 0),
    removed: named.filter(({ count }) => count < 0).map(({ name, count }) => ({ name, count: -count })),
    others: differences.length - named.length,
  }
}

function countCards(nodeUri: string, hardware: readonly Hardware[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { reportedName } of distinctGpus(nodeUri, hardware)) {
    const name = boundedName(canonicalGpuName(reportedName))
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}
