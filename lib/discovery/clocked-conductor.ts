import type { Source } from '@/lib/sources/source'
import { Discovery, type DiscoveryDeps, type DiscoveryOptions } from './discovery'

export interface ClockedConductorDeps
  extends Pick<DiscoveryDeps, 'store' | 'asker' | 'locate' | 'ethUsd' | 'log'> {
  readonly net: Pick<DiscoveryDeps['probe'], 'lookup' | 'policy'>
  /** The service URIs that its one source names now. */
  readonly list: () => readonly string[]
  readonly source: Pick<Source, 'name' | 'kind'>
  /** Real time (ms), never set back. */
  readonly monotonicMs: () => number
}

/**
 * The conductor with a clock that somebody else sets: it sweeps when it is told to, as of the moment it is told. So days
 * go by in seconds, for simulated history and for tests, and everything else is as ever: sockets, folding, the store.
 */
export class ClockedConductor {
  readonly #discovery: Discovery
  #sweepAt = 0
  #startedMs = 0

  /** `haste`: how much faster the clock runs during a sweep; what takes 1 ms is measured as `haste` ms. */
  constructor(
    private readonly deps: ClockedConductorDeps,
    options: DiscoveryOptions,
    private readonly haste = 1,
  ) {
    const source: Source = {
      ...deps.source,
      read: async () => ({
        entries: deps.list().map((uri) => ({ uri })),
        readAt: this.now(),
        error: null,
        facts: null,
      }),
    }
    this.#discovery = new Discovery(
      {
        ...deps,
        sources: [source],
        probe: {
          ...deps.net,
          now: () => this.now(),
          monotonicMs: () => deps.monotonicMs() * haste,
        },
        random: () => 0.5,
        holder: 'clocked',
      },
      { ...options, isPatient: false },
    )
  }

  /** Where its clock stands (ms since 1970): whole ms, as a wall clock. */
  now(): number {
    return this.#sweepAt + Math.floor((this.deps.monotonicMs() - this.#startedMs) * this.haste)
  }

  get snapshot(): Discovery['snapshot'] {
    return this.#discovery.snapshot
  }

  /** Goes on from what the store has. */
  takeUp(): Promise<void> {
    return this.#discovery.takeUp()
  }

  /** One sweep, begun at this moment (ms). Rejects where a sweep of the application would say that it failed. */
  async sweepAt(at: number): Promise<void> {
    this.#sweepAt = at
    this.#startedMs = this.deps.monotonicMs()
    await this.#discovery.sweepOnce()
    const { lastError } = this.#discovery.status
    if (lastError !== null) throw new Error(lastError)
  }

  /** Resolves when nothing is under way any more. */
  stop(): Promise<void> {
    return this.#discovery.stop()
  }
}
