import { bytesToHex } from '@noble/hashes/utils.js'
import type { DiscoverableOrchestrator } from '@/lib/domain/discoverable-orchestrator'
import { addressFromBytes } from '@/lib/domain/eth-address'
import type { LiveRunner } from '@/lib/domain/live-runner'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { pipelineOf } from '@/lib/domain/pipeline'
import { identityOfKey } from '@/lib/livepeer/asker-identity'
import { discoverJson } from '@/lib/livepeer/discover-json'
import type { Devnet } from './devnet'
import { type HttpAnswer, jsonAnswer } from './http-answers'
import { inventedPrivateKey } from './invented-identity'
import { type PolledNode, polledNetwork } from './polled-network'

/**
 * `GET /discover-orchestrators` of a remote signer of this network that limits no price: everybody, or who has any of
 * the capabilities asked for. Source: go-livepeer server/remote_discovery.go, server/remote_signer.go.
 */
export function discoverOrchestratorsAnswer(devnet: Devnet, query: URLSearchParams): HttpAnswer {
  const all = discoverable(polledNetwork(devnet))
  if (all.length === 0) return jsonAnswer('{"error":{"message":"Service Unavailable Error"}}', 503)
  const caps = query.getAll('caps').filter((cap) => cap !== '')
  const isAskedFor = ({ capabilities }: DiscoverableOrchestrator) =>
    caps.length === 0 || caps.some((cap) => capabilities.includes(cap))
  return jsonAnswer(discoverJson(all.filter(isAskedFor)))
}

/** `POST /sign-orchestrator-info`: who the signer is, with a signature that any orchestrator accepts. */
export async function signOrchestratorInfoAnswer({ seed }: Devnet): Promise<HttpAnswer> {
  const { address, signature } = await identityOfKey(inventedPrivateKey(`signer ${seed}`))
  return jsonAnswer(
    JSON.stringify({ address: addressFromBytes(address), signature: `0x${bytesToHex(signature)}` }),
  )
}

/** Nodes that advertise one address are one entry; one that has nothing to offer is none. */
function discoverable(nodes: readonly PolledNode[]): DiscoverableOrchestrator[] {
  const entries = new Map<string, { capabilities: Set<string>; runners: Map<string, LiveRunner> }>()
  const entryOf = (address: string) => {
    const entry = entries.get(address) ?? { capabilities: new Set(), runners: new Map() }
    entries.set(address, entry)
    return entry
  }
  for (const { answer } of nodes)
    for (const capability of advertised(answer)) entryOf(answer.transcoder).capabilities.add(capability)
  for (const { address, runners } of nodes.flatMap((node) => node.runners))
    for (const runner of runners.filter(({ price }) => price !== null)) {
      const entry = entryOf(address)
      entry.capabilities.add(runner.app)
      entry.runners.set(runner.url, runner)
    }
  entries.delete('')
  return [...entries].map(([address, { capabilities, runners }]) => ({
    address,
    capabilities: [...capabilities].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    runners: [...runners.values()],
  }))
}

/** `pipeline/model`; each has a price, the base price where it has none of its own. */
const advertised = ({ capabilities }: OrchestratorAnswer): string[] =>
  [...(capabilities?.constraints?.perCapability ?? [])].flatMap(([id, models]) =>
    [...models.keys()].map((model) => `${pipelineOf(id)}/${model}`),
  )
