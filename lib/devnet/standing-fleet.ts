import type { OrchestratorScenario } from './orchestrator-scenario'
import { scenario } from './scenario'
import { FAILING_NODES } from './standing-fleet/failing-nodes'
import { LIVE_NODES } from './standing-fleet/live-nodes'
import { ODD_NODES } from './standing-fleet/odd-nodes'
import { STUDIO_NODES } from './standing-fleet/studio-nodes'
import { TRANSCODERS } from './standing-fleet/transcoders'

/**
 * The network that a demo shows and tests walk through: always the same, spread like a real one and with the oddities
 * that real ones have. Every name and address in it is invented.
 */
export const standingFleet = (): OrchestratorScenario[] =>
  [...LIVE_NODES, ...STUDIO_NODES, ...ODD_NODES, ...TRANSCODERS, ...FAILING_NODES].map(scenario)
