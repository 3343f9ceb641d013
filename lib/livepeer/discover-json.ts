import type { DiscoverableOrchestrator } from '@/lib/domain/discoverable-orchestrator'
import type { LiveRunner, RunnerGpu, RunnerPrice } from '@/lib/domain/live-runner'
import { array, object, optionalArray, optionalText, text } from './go-encoding'

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
    ['runners', optionalArray(runners.map(runner))],
  ])

const runner = (r: LiveRunner): string =>
  object([
    ['url', text(r.url)],
    ['gpu', r.gpu ? gpu(r.gpu) : ''],
    ['app', text(r.app)],
    ['version', optionalText(r.version)],
    ['metadata', optionalText(r.metadata)],
    ['mode', optionalText(r.mode)],
    ['capacity', String(r.capacity)],
    ['capacity_used', String(r.capacityUsed)],
    ['capacity_available', String(r.capacityAvailable)],
    ['price_info', r.price ? price(r.price) : ''],
  ])

const gpu = ({ id, name, vramMb }: RunnerGpu): string =>
  object([
    ['id', optionalText(id)],
    ['name', optionalText(name)],
    ['vram_mb', vramMb === 0 ? '' : String(vramMb)],
  ])

const price = ({ spelling, unit }: RunnerPrice): string =>
  object([
    ['price', spelling],
    ['currency', text('wei')],
    ['unit', text(unit)],
  ])
