import type { DiscoveryFault } from './behaviour'
import { discoveryJson } from './discovery-json'
import { type HttpAnswer, jsonAnswer, textAnswer } from './http-answers'
import type { OrchestratorScenario } from './orchestrator-scenario'

/** What a node says to `GET /discovery` under the service URI that it advertises; null: nothing, ever. */
export function discoveryAnswer(scenario: OrchestratorScenario, address: string): HttpAnswer | null {
  const fault = scenario.behaviour.discovery
  if (fault) return ANSWER_BADLY[fault](discoveryJson(scenario, address))
  return scenario.offer.runners.length === 0
    ? textAnswer(404, 'live runners are not supported\n')
    : jsonAnswer(discoveryJson(scenario, address))
}

/** Twice what a gateway reads. */
const OVERSIZED_BYTES = 2 * 1024 * 1024
/** Where clouds keep the credentials of the machine that asks. */
const INWARD = 'http://169.254.169.254/latest/meta-data/'

const ANSWER_BADLY: Readonly<Record<DiscoveryFault, (honest: string) => HttpAnswer | null>> = {
  hang: () => null,
  garbage: (honest) => jsonAnswer(honest.slice(0, honest.length / 2)),
  // Honest but for its end, so that its size alone is wrong.
  oversized: (honest) => jsonAnswer(honest.padEnd(OVERSIZED_BYTES, '\n')),
  'redirect-inward': () => {
    const { headers, ...answer } = textAnswer(302, 'Found\n')
    return { ...answer, headers: { ...headers, location: INWARD } }
  },
  error: () => textAnswer(500, 'internal server error\n'),
}
