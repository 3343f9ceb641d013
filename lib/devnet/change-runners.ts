import type { OrchestratorScenario, RunnerOffer } from './orchestrator-scenario'
import type { ScenarioChange } from './scenario-patch'

/** A change of an app that the node does not run; its message says which ones it runs. */
export class UnknownAppError extends Error {
  override name = 'UnknownAppError'
}

/** A node's live runners after a change, one app after the other. */
export function changeRunners(
  { name, offer }: OrchestratorScenario,
  changes: ScenarioChange['runners'] = [],
): readonly RunnerOffer[] {
  return changes.reduce((runners, { app, remove, capacityUsed, price: wei }) => {
    if (!runners.some((runner) => runner.app === app))
      throw new UnknownAppError(
        `${name} runs no app "${app}"; it runs ${runners.map((runner) => runner.app).join(', ') || 'none'}`,
      )
    if (remove) return runners.filter((runner) => runner.app !== app)
    return runners.map((runner) =>
      runner.app === app
        ? {
            ...runner,
            capacityUsed: capacityUsed ?? runner.capacityUsed,
            price: { ...runner.price, wei: wei ?? runner.price.wei },
          }
        : runner,
    )
  }, offer.runners)
}
