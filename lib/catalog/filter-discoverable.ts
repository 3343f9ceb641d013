import type { DiscoverableOrchestrator } from '@/lib/domain/discoverable-orchestrator'
import type { LiveRunner } from '@/lib/domain/live-runner'
import type { DiscoverQuery } from './parse-discover-query'

/**
 * What a query asks for; an empty list asks nothing. `caps` choose whole entries, in the order of the caps, then of
 * the network (go-livepeer server/remote_discovery.go, Orchestrators). `apps` and `gpus` choose runners, and entries
 * keep those that fit both (livepeer-python-gateway discovery.py, discover_runners).
 */
export function filterDiscoverable(
  orchestrators: readonly DiscoverableOrchestrator[],
  { caps, apps, gpus }: DiscoverQuery,
): readonly DiscoverableOrchestrator[] {
  const chosen = caps.length === 0 ? orchestrators : withAnyOf(orchestrators, caps)
  if (apps.length === 0 && gpus.length === 0) return chosen
  const fits = ({ app, gpu }: LiveRunner): boolean =>
    isAmong(apps, app.trim()) && isAmong(gpus, gpu?.name.trim() ?? '')
  return chosen.flatMap((entry) => {
    const runners = entry.runners.filter(fits)
    return runners.length === 0 ? [] : { ...entry, runners }
  })
}

/** The same in the order in which they stand, whichever of the caps each fits. */
export const narrowDiscoverable = (
  orchestrators: readonly DiscoverableOrchestrator[],
  { caps, ...others }: DiscoverQuery,
): readonly DiscoverableOrchestrator[] =>
  filterDiscoverable(
    caps.length === 0
      ? orchestrators
      : orchestrators.filter(({ capabilities }) => capabilities.some((name) => caps.includes(name))),
    { caps: [], ...others },
  )

const withAnyOf = (
  orchestrators: readonly DiscoverableOrchestrator[],
  caps: readonly string[],
): readonly DiscoverableOrchestrator[] => [
  ...new Set(caps.flatMap((cap) => orchestrators.filter(({ capabilities }) => capabilities.includes(cap)))),
]

const isAmong = (wanted: readonly string[], value: string): boolean =>
  wanted.length === 0 || wanted.includes(value)
