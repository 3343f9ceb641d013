import type { ByLevel } from '@/lib/history/history-window'
import type { ProbeRollUps } from '@/lib/store/probe-roll-ups'
import { LeaseLost } from '@/lib/store/store'
import { rollUpProbes } from './roll-up-probes'
import { createTimeSlices } from './time-slices'

/** Without a break in between. */
const SLICE_MS = 5

/** Counts what was measured, beside the sweeps. A run that is broken off is taken up by the next one, of whoever conducts. */
export class Measuring {
  #running: Promise<void> | null = null
  #next: (() => void) | null = null
  readonly #ending = new AbortController()

  constructor(
    private readonly store: ProbeRollUps,
    private readonly options: {
      /** How long buckets of each level are kept. */
      readonly keepMs: ByLevel<number>
      readonly monotonicMs: () => number
      /** Told of every run: what went wrong, or null. */
      readonly onEnd: (error: unknown) => void
    },
  ) {}

  /** Begins a run as of `now` (ms), or another one after that which is under way. `holder`: who has to hold the lease. */
  run(now: number, holder: string | undefined): void {
    if (this.#ending.signal.aborted) return
    if (this.#running) {
      this.#next = () => this.run(now, holder)
      return
    }
    this.#running = this.#measure(now, holder).finally(() => {
      this.#running = null
      const next = this.#next
      this.#next = null
      next?.()
    })
  }

  /** Gives up what is under way. Resolves when nothing is any more. */
  async end(): Promise<void> {
    this.#ending.abort()
    await this.#running
  }

  async #measure(now: number, holder: string | undefined): Promise<void> {
    const { signal } = this.#ending
    const { keepMs, monotonicMs, onEnd } = this.options
    const slices = createTimeSlices({ sliceMs: SLICE_MS, monotonicMs, signal })
    try {
      await rollUpProbes(this.store, { holder, slices, keepMs, now })
      onEnd(null)
    } catch (error) {
      // It is another one's to do, or somebody's later.
      if (!signal.aborted && !(error instanceof LeaseLost)) onEnd(error)
    }
  }
}
