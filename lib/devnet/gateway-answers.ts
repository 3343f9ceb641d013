import { networkCapabilitiesJson, orchestratorJson } from '@/lib/livepeer/go-json'
import type { Devnet } from './devnet'
import { type HttpAnswer, jsonAnswer, textAnswer } from './http-answers'
import { polledNetwork } from './polled-network'

/** `GET /getNetworkCapabilities` of a gateway of this network. Source: go-livepeer server/handlers.go. */
export function networkCapabilitiesAnswer(devnet: Devnet): HttpAnswer {
  const nodes = polledNetwork(devnet)
  return nodes.length === 0
    ? textAnswer(500, 'network capabilities not available\n')
    : jsonAnswer(networkCapabilitiesJson(nodes.map(({ answer }) => orchestratorJson(answer))))
}
