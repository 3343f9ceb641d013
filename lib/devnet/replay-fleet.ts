import { type CapabilitiesRow, parseCapabilitiesDocument } from './capabilities-document'
import { USUAL_JOBS } from './jobs/job-behaviour'
import type { OrchestratorScenario } from './orchestrator-scenario'

/**
 * A recorded `/getNetworkCapabilities` document → orchestrators whose inventory answers say what its rows say, to the
 * last bit, under invented hosts. Throws ReplayError on a document that is not one.
 */
export const replayFleet = (documentText: string): OrchestratorScenario[] =>
  parseCapabilitiesDocument(documentText).map(replayed)

const replayed = (row: CapabilitiesRow, i: number): OrchestratorScenario => ({
  name: `replay-${i + 1}`,
  host: `replay-${i + 1}.localhost`,
  region: null,
  recipient: row.address,
  key: row.local_address,
  isListed: true,
  offer: {
    transcoder: row.orch_uri,
    nodes: [],
    basePrice: row.price_info,
    capabilities: row.capabilities,
    prices: row.capabilities_prices,
    byocWorkers: new Map(),
    floorsPrices: false,
    hardware: row.hardware,
    runners: [],
  },
  behaviour: { latencyMs: 0, jitterMs: 0, fault: null, discovery: null, jobs: USUAL_JOBS },
})
