import type { ProbeView } from './chooser'

/** When go-livepeer looks whether somebody answered (discovery/discovery.go); with the last it gives up. */
const LOOKS_MS = [500, 1_000, 2_000, 4_000, 6_000]

/**
 * What one discovery finds: it ends when everybody answered or failed, else at the first look at which somebody
 * answered. Whoever is later is left out. The nearest come first.
 */
export function discoverLikeGo(views: readonly ProbeView[]): {
  readonly found: readonly ProbeView[]
  readonly tookMs: number
} {
  const good = views.filter(({ answer }) => answer !== null).sort((a, b) => a.latencyMs - b.latencyMs)
  const allMs = views.reduce((latest, { latencyMs }) => Math.max(latest, latencyMs), 0)
  const [nearest] = good
  const giveUpMs = LOOKS_MS.at(-1) ?? 0
  const lookMs = (nearest && LOOKS_MS.find((lookMs) => lookMs >= nearest.latencyMs)) ?? giveUpMs
  const tookMs = Math.min(allMs, lookMs)
  return { found: good.filter(({ latencyMs }) => latencyMs <= tookMs), tookMs }
}
