import type { DiscoverableOrchestrator } from '@/lib/domain/discoverable-orchestrator'
import { array, object, optionalArray, optionalText, text } from './go-encoding'
import { runnerJson } from './runner-json'

/**
 * The body of `GET /discover-orchestrators` as go-livepeer's remote signer writes it: keys in its order, left out
 * where Go's omitempty does, prices in the spelling of whoever stated them. It is also what `-orchWebhookUrl` reads,
 * hence the score. Source: go-livepeer server/remote_signer.go, discoveryResponse; ai/runner/live_runner.go.
 */
export const discoverJson = (orchestrators: readonly DiscoverableOrchestrator[]): string =>
  array(orchestrators.map(orchestrator))

const orchestrator = ({ address, capabilities, runners }: DiscoverableOrchestrator): string =>
  object([
    ['address', optionalText(address)],
    // Score_Trusted, always: a field that only transcoding gateways weigh.
    ['score', '1'],
    ['capabilities', optionalArray(capabilities.map(text))],
    ['runners', optionalArray(runners.map(runnerJson))],
  ])
