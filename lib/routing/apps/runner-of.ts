import type { Catalog } from '@/lib/catalog/catalog'
import { currentRunners } from '@/lib/catalog/current-runners'
import type { Offering } from '@/lib/catalog/offering'
import { runnerOfferingId } from '@/lib/catalog/runner-offerings'
import type { LiveRunner } from '@/lib/domain/live-runner'

/** The live runner that an offering is of; null: its node does not list it any more. */
export function runnerOf(
  { live }: Pick<Catalog, 'live'>,
  { id, nodeUri }: Pick<Offering, 'id' | 'nodeUri'>,
  now: number,
): LiveRunner | null {
  const node = live.find(({ uri }) => uri === nodeUri)
  const current = node && currentRunners(node, now)
  if (!current) return null
  for (const { runners } of current.listings)
    for (const runner of runners) if (runnerOfferingId(nodeUri, runner) === id) return runner
  return null
}

/** Whether it has sessions, or takes one request at a time; one that does not say is known by its URL. */
export const isPersistent = ({ mode, url }: Pick<LiveRunner, 'mode' | 'url'>): boolean =>
  mode === 'persistent' || (mode !== 'single-shot' && /\/session\/*$/.test(url))
