import type { RunnerUnit } from '@/lib/domain/live-runner'
import { inventedRoute } from '../invented-identity'
import { JobRefusal } from '../jobs/job-refusal'
import type { OrchestratorScenario, RunnerOffer } from '../orchestrator-scenario'

/** A reserved place of a live runner. */
export interface RunnerSession {
  readonly id: string
  readonly app: string
  /** What it is paid by. */
  readonly unit: RunnerUnit
  /** What the runner is told, so that it may speak of the session to the node. */
  readonly token: string
  /** Aborted when it is given back. */
  readonly released: AbortSignal
}

interface Held extends RunnerSession {
  readonly end: AbortController
}

/** Which places of its runners a node has given away (go-livepeer ai/runner/live_runner.go). */
export class RunnerSessions {
  readonly #byApp = new Map<string, Map<string, Held>>()

  count(app: string): number {
    return this.#byApp.get(app)?.size ?? 0
  }

  /** Throws JobRefusal (404). */
  find(app: string, id: string): RunnerSession {
    const session = this.#byApp.get(app)?.get(id)
    if (!session) throw new JobRefusal(404, 'runner session not found')
    return session
  }

  /** Throws JobRefusal: 409 where there is one with that id, 503 where no place is left. */
  reserve(
    { app, capacity, capacityUsed, price }: RunnerOffer,
    { id, token }: { readonly id: string; readonly token: string },
  ): RunnerSession {
    const sessions = this.#byApp.get(app) ?? new Map<string, Held>()
    if (sessions.has(id)) throw new JobRefusal(409, 'session already exists')
    if (sessions.size + capacityUsed >= capacity)
      throw new JobRefusal(503, 'no capacity available for runner')
    const end = new AbortController()
    const session = { id, app, unit: price.unit, token, released: end.signal, end }
    this.#byApp.set(app, sessions.set(id, session))
    return session
  }

  /** One that is not there does no harm. */
  release(app: string, id: string): void {
    const sessions = this.#byApp.get(app)
    sessions?.get(id)?.end.abort()
    sessions?.delete(id)
  }

  releaseAll(): void {
    for (const [app, sessions] of this.#byApp) for (const id of [...sessions.keys()]) this.release(app, id)
  }

  /** As they may be told. */
  report() {
    return [...this.#byApp].flatMap(([app, sessions]) =>
      [...sessions.values()].map(({ id, unit }) => ({ app, id, unit })),
    )
  }
}

/** The runner behind a route. Throws JobRefusal (404). */
export function runnerAt({ name, offer }: OrchestratorScenario, route: string): RunnerOffer {
  if (offer.runners.length === 0) throw new JobRefusal(404, 'live runners are not supported')
  const runner = offer.runners.find(({ app }) => inventedRoute(name, app) === route)
  if (!runner) throw new JobRefusal(404, 'runner not found')
  return runner
}

/** With the places that sessions take. */
export const withSessions = (
  scenario: OrchestratorScenario,
  sessions: RunnerSessions,
): OrchestratorScenario => ({
  ...scenario,
  offer: {
    ...scenario.offer,
    runners: scenario.offer.runners.map((runner) => ({
      ...runner,
      capacityUsed: runner.capacityUsed + sessions.count(runner.app),
    })),
  },
})
