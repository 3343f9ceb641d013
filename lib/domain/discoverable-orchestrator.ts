import type { LiveRunner } from './live-runner'

/** What a gateway learns of one orchestrator address when it asks for orchestrators to work with. */
export interface DiscoverableOrchestrator {
  readonly address: string
  /** `pipeline/model`, or the app of a live runner; ascending in code points, without duplicates. */
  readonly capabilities: readonly string[]
  /** In order of arrival, one per URL. */
  readonly runners: readonly LiveRunner[]
}
