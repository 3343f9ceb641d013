import type { ByocWorker } from '../orchestrator-scenario'

/** A worker of which the scenario says no more than its price. */
export const USUAL_WORKER: ByocWorker = { capacity: 1, workMs: null, status: 200, text: null }
