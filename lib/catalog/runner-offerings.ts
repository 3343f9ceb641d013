import type { LiveRunner, RunnerUnit } from '@/lib/domain/live-runner'
import type { PriceUnit } from '@/lib/domain/pipeline'
import { currentRunners } from './current-runners'
import type { KnownOfNode, LiveNode } from './list-offerings'
import type { Offering, OfferingPrice, ReportedGpu } from './offering'
import { offeringId } from './offering-id'

/** A go-livepeer signer counts 720p-pixel-seconds in pixels, 27,648,000 a second (server/remote_signer.go). */
const UNITS: Readonly<Record<RunnerUnit, PriceUnit>> = {
  seconds: 'second',
  '720p-pixel-seconds': '720p-pixel',
  fixed: 'use',
}

const BYTES_PER_MB = 1024n * 1024n

/** The live runners of a node that still count at `now` (ms), each an offering whose pipeline is its app. */
export function runnerOfferings(
  node: LiveNode,
  now: number,
  { region = null, orchestratorName = null }: KnownOfNode = {},
): Offering[] {
  const current = currentRunners(node, now)
  if (current === null) return []
  const { uri, cadenceMs, kind, health, lastAnswer } = node
  const { answer, latencyMs } = lastAnswer
  const offerings = current.listings
    .flatMap((listing) => listing.runners)
    .map(
      (runner): Offering => ({
        id: runnerOfferingId(uri, runner),
        nodeUri: uri,
        advertisedUri: answer.transcoder || null,
        orchestrator: answer.recipient,
        orchestratorName,
        kind: 'live-runner',
        pipeline: runner.app,
        model: null,
        // Only runners that are ready are listed.
        state: 'warm',
        price: priceOf(runner),
        otherPrices: [],
        unit: runner.price ? UNITS[runner.price.unit] : 'unit',
        ...placesOf(runner),
        gpus: gpusOf(uri, runner),
        region,
        nodeVersion: answer.capabilities?.version || null,
        runnerVersion: runner.version || null,
        latencyMs,
        observedAt: current.readAt,
        cadenceMs,
        nodeOutcome: kind,
        nodeHealth: health,
      }),
    )
  // A node may list one runner many times; it is still one to buy from.
  const firstById = new Map(offerings.toReversed().map((offering) => [offering.id, offering]))
  return offerings.filter((offering) => firstById.get(offering.id) === offering)
}

/** Of the offering that a runner of a node is. */
export const runnerOfferingId = (nodeUri: string, { app, url }: Pick<LiveRunner, 'app' | 'url'>): string =>
  offeringId(nodeUri, 'live-runner', `${app}\n${url}`)

/** Both are signed on the wire, and any number may stand there. */
const placesOf = ({ capacity, capacityUsed }: LiveRunner): Pick<Offering, 'capacity' | 'capacityInUse'> =>
  capacity > 0
    ? { capacity, capacityInUse: capacityUsed >= 0 ? capacityUsed : null }
    : { capacity: null, capacityInUse: null }

const priceOf = ({ price }: LiveRunner): OfferingPrice =>
  price === null
    ? { kind: 'missing' }
    : { kind: 'stated', price: { wei: price.wei, perUnits: price.perUnits }, origin: 'model' }

const gpusOf = (uri: string, { gpu, url }: LiveRunner): ReportedGpu[] =>
  gpu === null
    ? []
    : [
        {
          key: gpu.id || `${uri} ${url}`,
          reportedName: gpu.name,
          memoryTotalBytes: gpu.vramMb > 0 ? BigInt(gpu.vramMb) * BYTES_PER_MB : null,
          memoryFreeBytes: null,
          computeCapability: null,
        },
      ]
