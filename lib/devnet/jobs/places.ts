import type { OrchestratorScenario } from '../orchestrator-scenario'

/** A place taken by a job; giving it back twice does no harm. */
export type GiveBack = () => void

/**
 * Which places of its models a node's jobs take. What the scenario states as capacity is what is left without them, so
 * that an answer states so many less, as a node does whose batch jobs are under way (go-livepeer core/ai.go).
 */
export class Places {
  readonly #taken = new Map<string, number>()

  taken(capability: number, model: string): number {
    return this.#taken.get(key(capability, model)) ?? 0
  }

  /** Null: there is none left, or no such model here; nobody is told which. */
  take({ offer }: OrchestratorScenario, capability: number, model: string): GiveBack | null {
    const stated = offer.capabilities?.constraints?.perCapability.get(capability)?.get(model)
    const taken = this.taken(capability, model)
    if (!stated || stated.capacity <= taken) return null
    this.#taken.set(key(capability, model), taken + 1)
    let isTaken = true
    return () => {
      if (isTaken) this.#taken.set(key(capability, model), this.taken(capability, model) - 1)
      isTaken = false
    }
  }
}

const key = (capability: number, model: string): string => `${capability}_${model}`
