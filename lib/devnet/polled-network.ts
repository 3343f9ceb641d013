import type { RunnersOfAddress } from '@/lib/domain/live-runner'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { seededRandom } from '@/lib/domain/seeded-random'
import { decodeAnswer } from '@/lib/livepeer/decode-answer'
import { encode } from '@/lib/livepeer/message-codec'
import { OrchestratorInfo } from '@/lib/livepeer/messages'
import { parseRunnerDiscovery } from '@/lib/livepeer/parse-runner-discovery'
import { withSessions } from './apps/runner-sessions'
import type { Devnet } from './devnet'
import { discoveryAnswer } from './discovery-answer'
import { orchestratorInfo } from './orchestrator-info'
import type { RunningOrchestrator } from './running-orchestrator'

/** A node as a gateway of this network knows it. */
export interface PolledNode {
  readonly answer: OrchestratorAnswer
  readonly runners: readonly RunnersOfAddress[]
}

/**
 * What somebody would have who has just asked every listed node: those that answer at all, with a key and a usable base
 * price (go-livepeer discovery/db_discovery.go). Nobody is really asked, so that looking changes no node's luck or count.
 */
export const polledNetwork = (devnet: Devnet): PolledNode[] =>
  devnet.listed
    .filter(({ behaviour }) => behaviour.fault === null)
    .map((orchestrator) => ({ answer: inventoryOf(orchestrator), runners: runnersOf(orchestrator) }))
    .filter(({ answer }) => (answer.priceInfo?.pixelsPerUnit ?? 0n) !== 0n)

const QUESTION = {
  address: new Uint8Array(20),
  sig: new Uint8Array(0),
  capabilities: null,
  ignoreCapacityCheck: false,
}

/** In one order of prices, so that an unchanged network gives an unchanged document. */
function inventoryOf(orchestrator: RunningOrchestrator): OrchestratorAnswer {
  const context = { ...orchestrator.answerContext(), random: seededRandom(`polled ${orchestrator.name}`) }
  return decodeAnswer(encode(OrchestratorInfo, orchestratorInfo(orchestrator.scenario, QUESTION, context)))
}

function runnersOf(orchestrator: RunningOrchestrator): readonly RunnersOfAddress[] {
  const answer = discoveryAnswer(
    withSessions(orchestrator.scenario, orchestrator.jobs.sessions),
    orchestrator.answerContext().transcoder,
  )
  if (answer?.status !== 200) return []
  const document = parseRunnerDiscovery(answer.body, { ownAddresses: [orchestrator.uri] })
  return document.ok ? document.listings : []
}
