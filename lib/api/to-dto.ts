import type { Catalog, Summary } from '@/lib/catalog/catalog'
import { canonicalGpuName } from '@/lib/catalog/gpu-name'
import { groupsOf } from '@/lib/catalog/groups-of'
import {
  freeCapacity,
  isImplausibleCapacity,
  type Offering,
  type OfferingPrice,
  type ReportedGpu,
} from '@/lib/catalog/offering'
import { implausibility, priceState, taskCosts } from '@/lib/catalog/price-costs'
import { ZERO_ADDRESS } from '@/lib/domain/eth-address'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { formatFraction } from '@/lib/domain/fraction'
import { expiresAt, freshUntil, staleAfter } from '@/lib/domain/freshness'
import type { NodeHealth } from '@/lib/domain/health'
import { modelName } from '@/lib/domain/model-name'
import { isAnswered } from '@/lib/domain/outcome'
import { pipelineCategory, TRANSCODING_PIPELINE } from '@/lib/domain/pipeline'
import { formatDecimal, type Price, parsePrice } from '@/lib/domain/price'
import type { RunnerListing } from '@/lib/domain/runner-listing'
import { costWei, type Fraction, weiToUsd } from '@/lib/domain/usd'
import { vramClassGb } from '@/lib/domain/vram-class'
import { countNodes } from '@/lib/snapshot/count-nodes'
import { nextAskAt } from '@/lib/snapshot/next-ask'
import type { NodeObservation, RoundTrip, Snapshot } from '@/lib/snapshot/snapshot'
import { conflictsToDto } from './conflicts-to-dto'
import type { EthUsdDto } from './contract/eth-usd'
import type { GpuDto } from './contract/gpu'
import type { NodeDto } from './contract/node'
import type { OfferingDto } from './contract/offering'
import type { PriceDto } from './contract/price'
import type { ProvenanceDto } from './contract/provenance'
import type { SnapshotDto } from './contract/snapshot'
import type { SummaryDto } from './contract/summary'

export const isoMoment = (ms: number): string => new Date(ms).toISOString()

/** The same object for the same snapshot: every answer names it. */
export function snapshotToDto(snapshot: Snapshot): SnapshotDto {
  const known = snapshotDtos.get(snapshot) ?? makeSnapshotDto(snapshot)
  snapshotDtos.set(snapshot, known)
  return known
}

const snapshotDtos = new WeakMap<Snapshot, SnapshotDto>()

function makeSnapshotDto(snapshot: Snapshot): SnapshotDto {
  const { listed, asked, answered } = countNodes(snapshot)
  return {
    id: snapshot.id,
    started_at: isoMoment(snapshot.startedAt),
    as_of: isoMoment(snapshot.endedAt),
    cadence_ms: snapshot.cadenceMs,
    vantage: snapshot.vantage,
    network: snapshot.nodes.some(({ lastAnswer }) => lastAnswer?.isSimulated) ? 'simulated' : 'live',
    nodes_listed: listed,
    nodes_asked: asked,
    nodes_answered: answered,
    last_event_id: snapshot.lastChangeId,
  }
}

export function ethUsdToDto(quote: EthUsdQuote | null): EthUsdDto | null {
  if (quote === null) return null
  const { numerator, denominator } = quote.rate
  return {
    usd: formatDecimal({ wei: numerator, perUnits: denominator }),
    source: quote.source,
    at: isoMoment(quote.at),
  }
}

/** The rate that an answer's dollars are at; null: there are none. */
export type Rate = EthUsdQuote['rate'] | null

export function offeringToDto(offering: Offering, rate: Rate): OfferingDto {
  return {
    id: offering.id,
    node_uri: offering.nodeUri,
    advertised_uri: offering.advertisedUri,
    orchestrator: offering.orchestrator,
    orchestrator_name: offering.orchestratorName,
    kind: offering.kind,
    pipeline: offering.pipeline,
    category: pipelineCategory(offering.pipeline),
    model: offering.model,
    model_name: modelName(offering.model),
    state: offering.state,
    price: priceToDto(offering.price, offering, rate),
    price_state: priceState(offering),
    other_prices: offering.otherPrices.map(({ wei, perUnits }) => ({
      wei: String(wei),
      per_units: String(perUnits),
    })),
    capacity: offering.capacity,
    capacity_in_use: offering.capacityInUse,
    capacity_free: freeCapacity(offering),
    capacity_is_implausible: isImplausibleCapacity(offering.capacity),
    gpus: gpusToDto(offering.gpus),
    region: offering.region,
    node_version: offering.nodeVersion,
    runner_version: offering.runnerVersion,
    latency_ms: rounded(offering.latencyMs),
    observed_at: isoMoment(offering.observedAt),
    fresh_until: isoMoment(freshUntil(offering.observedAt, offering.cadenceMs)),
    stale_after: isoMoment(staleAfter(offering.observedAt, offering.cadenceMs)),
    expires_at: isoMoment(expiresAt(offering.observedAt, offering.cadenceMs)),
    cadence_ms: offering.cadenceMs,
    reliability: reliabilityToDto(offering.nodeHealth),
    node_outcome: offering.nodeOutcome,
  }
}

/** Where each group of an offering's fields comes from. */
export function provenanceToDto(
  { kind, observedAt, region, nodeUri }: Offering,
  { snapshot, quote }: { snapshot: Snapshot; quote: EthUsdQuote | null },
): ProvenanceDto {
  return {
    offer: {
      from: kind === 'live-runner' ? 'runner-discovery' : 'get-orchestrator',
      said_by: nodeUri,
      at: isoMoment(observedAt),
    },
    measurements: { vantage: snapshot.vantage, at: isoMoment(observedAt), snapshot: snapshot.id },
    region: region && { from: region.from },
    usd: quote && { from: quote.source, at: isoMoment(quote.at) },
  }
}

const reliabilityToDto = ({ state, since, recent }: NodeHealth): OfferingDto['reliability'] => ({
  health: state,
  since: isoMoment(since),
  reached: recent.filter((isReached) => isReached).length,
  asked: recent.length,
})

export function nodeToDto(
  node: NodeObservation,
  { gpusByNode, names }: Catalog,
  { offerings, rate }: { offerings: number; rate: Rate },
): NodeDto {
  const answer = node.lastAnswer?.answer
  const base = answer?.priceInfo && parsePrice(answer.priceInfo.pricePerUnit, answer.priceInfo.pixelsPerUnit)
  return {
    uri: node.uri,
    advertised_uri: answer?.transcoder || null,
    orchestrator: answer?.recipient ?? null,
    orchestrator_name: (answer?.recipient && names.get(answer.recipient)) ?? null,
    local_address: answer && answer.localAddress !== ZERO_ADDRESS ? answer.localAddress : null,
    version: answer?.capabilities?.version || null,
    sources: node.sources.map(({ name, times, orchestrators, score, firstAt, lastAt }) => ({
      name,
      times,
      orchestrators: [...orchestrators],
      score,
      first_at: isoMoment(firstAt),
      last_at: isoMoment(lastAt),
    })),
    conflicts: conflictsToDto(node),
    health: {
      state: node.health.state,
      since: isoMoment(node.health.since),
      failures_in_a_row: node.health.failuresInARow,
    },
    outcome: node.kind,
    detail: node.detail,
    asked_at: isoMoment(node.askedAt),
    region: node.region,
    address: node.lastAnswer?.address ?? null,
    latency_ms: isAnswered(node.kind) && node.lastAnswer ? rounded(node.lastAnswer.latencyMs) : null,
    round_trip: node.lastAnswer && roundTripToDto(node.lastAnswer.roundTrip),
    next_ask_at: isoMoment(nextAskAt(node)),
    answered_at: node.lastAnswer && isoMoment(node.lastAnswer.answeredAt),
    failing_since: node.failingSince === null ? null : isoMoment(node.failingSince),
    runners: node.runners && runnersToDto(node.runners),
    base_price: base ? amountToDto(base, TRANSCODING, rate) : null,
    offerings,
    gpus: gpusToDto(gpusByNode.get(node.uri) ?? []),
  }
}

export function summaryToDto(summary: Summary, snapshot: Snapshot): SummaryDto {
  const { nodes, offerings, models, gpus, latency, pipelines, orchestrators } = summary
  return {
    snapshot: snapshotToDto(snapshot),
    orchestrators,
    nodes: {
      ...nodes,
      outcomes: nodes.outcomes.map(({ outcome, count, examples }) => ({
        outcome,
        count,
        examples: examples.map(({ uri, failingSince }) => ({
          uri,
          failing_since: failingSince === null ? null : isoMoment(failingSince),
        })),
      })),
    },
    offerings: {
      total: offerings.total,
      warm: offerings.warm,
      cold: offerings.cold,
      priced_only: offerings.pricedOnly,
      unknown: offerings.unknown,
    },
    models,
    gpus: {
      total: gpus.total,
      nodes_reporting: gpus.nodesReporting,
      nodes_counted: gpus.nodesCounted,
      by_name: [...gpus.byName],
    },
    latency: {
      n: latency.n,
      p50_ms: latency.p50Ms && rounded(latency.p50Ms),
      p95_ms: latency.p95Ms && rounded(latency.p95Ms),
    },
    pipelines: pipelines.map(({ pricedOnly, ...rest }) => ({ ...rest, priced_only: pricedOnly })),
  }
}

/** What a node's base price is for. */
const TRANSCODING = { pipeline: TRANSCODING_PIPELINE, unit: 'pixel', origin: 'base' } as const

/** Null for a price that is not stated. */
export const priceToDto = (
  stated: OfferingPrice,
  { pipeline, unit }: Pick<Offering, 'pipeline' | 'unit'>,
  rate: Rate,
): PriceDto | null =>
  stated.kind === 'stated' ? amountToDto(stated.price, { pipeline, unit, origin: stated.origin }, rate) : null

export function amountToDto(
  price: Price,
  {
    pipeline,
    unit,
    origin = 'roll-up',
  }: Pick<Offering, 'pipeline' | 'unit'> & Partial<Pick<PriceDto, 'origin'>>,
  rate: Rate,
): PriceDto {
  const usd = (wei: Fraction): string | null => rate && formatFraction(weiToUsd(wei, rate))
  return {
    wei: String(price.wei),
    per_units: String(price.perUnits),
    unit,
    wei_per_unit: formatDecimal(price),
    origin,
    usd_per_unit: usd(costWei(price, 1n)),
    costs: taskCosts(pipeline, unit, price).map(({ task, wei }) => ({
      task: task.id,
      label: task.label,
      wei: formatFraction(wei),
      usd: usd(wei),
      uncertainty: task.uncertainty,
    })),
    implausible: implausibility(pipeline, unit, price),
  }
}

/** Cards of one kind as one entry, most first. */
export function gpusToDto(gpus: readonly ReportedGpu[]): GpuDto[] {
  const kinds = groupsOf(gpus, ({ reportedName, memoryTotalBytes, computeCapability }) =>
    JSON.stringify([reportedName, String(memoryTotalBytes), computeCapability]),
  )
  return kinds
    .map(([{ reportedName, memoryTotalBytes, computeCapability }, cards]): GpuDto => {
      const free = cards.flatMap(({ memoryFreeBytes }) => memoryFreeBytes ?? [])
      return {
        name: canonicalGpuName(reportedName),
        reported_name: reportedName,
        count: cards.length,
        memory_total_bytes: memoryTotalBytes === null ? null : String(memoryTotalBytes),
        memory_free_bytes: free.length === 0 ? null : String(free.reduce((sum, bytes) => sum + bytes, 0n)),
        vram_gb: vramClassGb(memoryTotalBytes),
        compute_capability: computeCapability,
      }
    })
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}

const runnersToDto = ({
  kind,
  detail,
  askedAt,
  readAt,
  listings,
  refused,
}: RunnerListing): NodeDto['runners'] => ({
  outcome: kind,
  detail,
  asked_at: isoMoment(askedAt),
  read_at: readAt === null ? null : isoMoment(readAt),
  count: listings.reduce((sum, { runners }) => sum + runners.length, 0),
  refused: [...refused],
})

const roundTripToDto = ({ dnsMs, connectMs, tlsMs, answerMs }: RoundTrip): NodeDto['round_trip'] => ({
  dns_ms: rounded(dnsMs),
  connect_ms: rounded(connectMs),
  tls_ms: tlsMs === null ? null : rounded(tlsMs),
  answer_ms: rounded(answerMs),
})

/** Tenths of a millisecond: finer digits are noise. */
export const rounded = (ms: number): number => Math.round(ms * 10) / 10
