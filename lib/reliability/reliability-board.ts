import { RELIABILITY_WINDOWS, type ReliabilityWindow } from '@/lib/domain/reliability'
import type { Store } from '@/lib/store/store'
import { readReliability } from './read-reliability'

export interface ReliabilityBoardDeps {
  readonly store: Pick<Store, 'readRollUpProgress' | 'readTallies' | 'readJobCounts'>
  readonly now: () => number
  /** Others have their turn between two nodes. */
  readonly turn: () => Promise<void>
  readonly onError: (error: unknown) => void
}

type Scores = ReadonlyMap<string, ReadonlyMap<ReliabilityWindow, number | null>>

/**
 * The reliability of every node, at hand: whoever is to choose cannot wait for sums over a month. It is reckoned anew
 * whenever more probes have been counted, beside everything else.
 */
export class ReliabilityBoard {
  #scores: Scores = new Map()
  #until: number | null = null
  #running: Promise<void> | null = null

  constructor(private readonly deps: ReliabilityBoardDeps) {}

  /** From 0 to 100; null: too little is known. */
  score(nodeUri: string, window: ReliabilityWindow): number | null {
    return this.#scores.get(nodeUri)?.get(window) ?? null
  }

  /** Up to when probes are counted in the scores (ms); null: none are. */
  get until(): number | null {
    return this.#until
  }

  /** Resolves when the scores are those of all probes counted so far. Never rejects. */
  refresh(nodeUris: readonly string[]): Promise<void> {
    this.#running ??= this.#reckon(nodeUris)
      .catch(this.deps.onError)
      .finally(() => {
        this.#running = null
      })
    return this.#running
  }

  async #reckon(nodeUris: readonly string[]): Promise<void> {
    const { store, now, turn } = this.deps
    const progress = await store.readRollUpProgress()
    const until = progress['5m']
    // Before the nodes are known nothing is reckoned, and nothing counts as reckoned.
    if (until === this.#until || nodeUris.length === 0) return
    const scores = new Map<string, ReadonlyMap<ReliabilityWindow, number | null>>()
    for (const uri of nodeUris) {
      const ofNode = new Map<ReliabilityWindow, number | null>()
      for (const window of RELIABILITY_WINDOWS) {
        const { score } = await readReliability([uri], window, { store, progress, now: now() })
        ofNode.set(window, score.score)
        await turn()
      }
      scores.set(uri, ofNode)
    }
    this.#scores = scores
    this.#until = until
  }
}
