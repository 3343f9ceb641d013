import { BYOC_CAPABILITY } from '@/lib/domain/capability'
import type { StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { ByocWorker, Offer } from '../orchestrator-scenario'
import { USUAL_WORKER } from './usual-worker'

/**
 * The workers of a node's own capabilities. A node takes more jobs than they have places for, and says only in its tokens
 * that none is left; one whose worker does not know it any more is forgotten until it registers anew, here with the next
 * change of the scenario (go-livepeer core/ai_orchestrator.go, byoc/job_orchestrator.go).
 */
export class ByocWorkers {
  readonly #loads = new Map<string, number>()
  #forgotten: { readonly offer: Offer | null; readonly names: Set<string> } = {
    offer: null,
    names: new Set(),
  }

  /** Null: there is no such capability. */
  find(offer: Offer, name: string): ByocWorker | null {
    const isHere = byocPrice(offer, name) !== null && !this.#forgottenOf(offer).has(name)
    return isHere ? (offer.byocWorkers.get(name) ?? USUAL_WORKER) : null
  }

  left(offer: Offer, name: string): number {
    const worker = this.find(offer, name)
    return worker ? Math.max(0, worker.capacity - (this.#loads.get(name) ?? 0)) : 0
  }

  /** Giving it back twice does no harm. */
  take(name: string): () => void {
    this.#loads.set(name, (this.#loads.get(name) ?? 0) + 1)
    let isTaken = true
    return () => {
      if (isTaken) this.#loads.set(name, (this.#loads.get(name) ?? 0) - 1)
      isTaken = false
    }
  }

  forget(offer: Offer, name: string): void {
    this.#forgottenOf(offer).add(name)
  }

  #forgottenOf(offer: Offer): Set<string> {
    if (this.#forgotten.offer !== offer) this.#forgotten = { offer, names: new Set() }
    return this.#forgotten.names
  }
}

/** Null: it has no such capability. */
export const byocPrice = ({ prices }: Offer, name: string): StatedPrice | null =>
  prices.find(({ capability, constraint }) => capability === BYOC_CAPABILITY && constraint === name) ?? null
