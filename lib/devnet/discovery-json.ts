import type { LiveRunner } from '@/lib/domain/live-runner'
import { array, object, optionalArray, text } from '@/lib/livepeer/go-encoding'
import { runnerJson } from '@/lib/livepeer/runner-json'
import { inventedRoute } from './invented-identity'
import type { OrchestratorScenario, RunnerMode, RunnerOffer } from './orchestrator-scenario'

/**
 * The body of `GET /discovery` as go-livepeer writes it: one entry, under the service URI that the node advertises.
 * Off chain, where nobody is paid, no price is stated. Source: go-livepeer server/ai_http.go.
 */
export const discoveryJson = ({ name, recipient, offer }: OrchestratorScenario, address: string): string => {
  const runners = offer.runners.map((entry) => running(entry, { name, address, isPaid: recipient !== null }))
  return array([
    object([
      ['address', text(address)],
      ['runners', optionalArray(runners.map(runnerJson))],
    ]),
  ])
}

const ENTRANCE: Readonly<Record<RunnerMode, string>> = { persistent: 'session', 'single-shot': 'app' }
const BYTES_PER_MB = 1024n * 1024n

const running = (
  { app, mode, version, metadata, capacity, capacityUsed, gpu, price, url }: RunnerOffer,
  { name, address, isPaid }: { name: string; address: string; isPaid: boolean },
): LiveRunner => ({
  url: url ?? `${address}/apps/${inventedRoute(name, app)}/${ENTRANCE[mode]}`,
  app,
  mode,
  version,
  metadata,
  capacity,
  capacityUsed,
  capacityAvailable: capacity - capacityUsed,
  gpu: gpu && { id: gpu.id, name: gpu.name, vramMb: Number(gpu.memoryTotalBytes / BYTES_PER_MB) },
  price: isPaid ? { ...price, perUnits: 1n, spelling: String(price.wei) } : null,
})
