import { offersOfAnswer } from '@/lib/catalog/list-offerings'
import { distinctGpus } from '@/lib/catalog/node-gpus'
import type { EthUsdReading } from '@/lib/domain/eth-usd'
import { isAnswered } from '@/lib/domain/outcome'
import { NEVER, type PoolMember } from '@/lib/domain/pool-member'
import { formatDecimal } from '@/lib/domain/price'
import type { ReportedOrchestrator } from '@/lib/domain/reported-orchestrator'
import { parseServiceUri } from '@/lib/domain/service-uri'
import type { ChainFacts, GatewayFacts, SourceReading } from '@/lib/domain/source-reading'
import type { NodeObservation, Snapshot, SourceReport } from '@/lib/snapshot/snapshot'
import type { SourceDto } from './contract/source'
import type { MemberDto, ReportedDto, SourceDetailDto } from './contract/source-detail'
import { gpusToDto, isoMoment, priceToDto, type Rate } from './to-dto'

export function sourceToDto(report: SourceReport, snapshot: Snapshot | null): SourceDto {
  const { name, kind, count, duplicates, invalid, cadenceMs, readAt, error, failingSince, lastFailure } =
    report
  const nodes = snapshot && nodesNamedBy(snapshot, name)
  return {
    name,
    kind,
    count,
    duplicates,
    invalid,
    cadence_ms: cadenceMs,
    read_at: readAt === null ? null : isoMoment(readAt),
    error,
    failing_since: failingSince === null ? null : isoMoment(failingSince),
    last_failure: lastFailure && { at: isoMoment(lastFailure.at), error: lastFailure.error },
    nodes: nodes?.length ?? null,
    nodes_answered: nodes?.filter((node) => isAnswered(node.kind)).length ?? null,
  }
}

/** A source that no longer names a node is still kept with it, but not counted; what is no URI is no node. */
function nodesNamedBy({ nodes }: Snapshot, source: string): NodeObservation[] {
  return nodes.filter(({ sources, kind }) => {
    if (kind === 'invalid-uri') return false
    const latestAt = Math.max(...sources.map(({ lastAt }) => lastAt))
    return sources.some(({ name, lastAt }) => name === source && lastAt === latestAt)
  })
}

/** Everything a source said when it was last read, beside what we found at those places ourselves. */
export function sourceDetailToDto(
  report: SourceReport,
  { entries, facts, readAt }: SourceReading,
  { snapshot, rate }: { snapshot: Snapshot | null; rate: Rate },
): SourceDetailDto {
  const nodes = new Map(snapshot?.nodes.map((node) => [node.uri, node]))
  const seen = new Set<string>()
  return {
    source: sourceToDto(report, snapshot),
    entries: entries.map(({ uri, orchestrator, score }) => {
      const parsed = parseServiceUri(uri)
      const nodeUri = parsed.ok ? parsed.uri : null
      const isDuplicate = seen.has(nodeUri ?? uri)
      seen.add(nodeUri ?? uri)
      return {
        uri,
        node_uri: nodeUri,
        problem: parsed.ok ? null : parsed.problem,
        is_duplicate: isDuplicate,
        orchestrator: orchestrator ?? null,
        score: score ?? null,
        outcome: (nodeUri !== null && nodes.get(nodeUri)?.kind) || null,
      }
    }),
    chain: facts?.kind === 'chain' ? chainToDto(facts) : null,
    gateway:
      facts?.kind === 'gateway' && readAt !== null ? gatewayToDto(facts, readAt, { nodes, rate }) : null,
  }
}

const chainToDto = ({ network, block, blockTime, round, members, ethUsd }: ChainFacts) => ({
  network,
  block: String(block),
  block_time: isoMoment(blockTime),
  round: String(round),
  members: members.map(memberToDto),
  eth_usd: ethUsdToDto(ethUsd),
})

const LPT_WEI = 10n ** 18n

function memberToDto(member: PoolMember): MemberDto {
  const { activationRound, deactivationRound, stakeWei, aiServiceUri, serviceUri } = member
  return {
    address: member.address,
    activation_round: activationRound === null ? null : String(activationRound),
    deactivation_round:
      deactivationRound === null || deactivationRound === NEVER ? null : String(deactivationRound),
    stake_lpt: stakeWei === null ? null : formatDecimal({ wei: stakeWei, perUnits: LPT_WEI }),
    is_active: member.isActive,
    ai_service_uri: aiServiceUri,
    service_uri: serviceUri,
    uris_differ: !!aiServiceUri && !!serviceUri && spelling(aiServiceUri) !== spelling(serviceUri),
    problem: member.problem,
  }
}

/** Two texts that lead to one node are not different. */
function spelling(text: string): string {
  const parsed = parseServiceUri(text)
  return parsed.ok ? parsed.uri : text
}

function ethUsdToDto(reading: EthUsdReading) {
  if (reading.kind === 'unusable')
    return { kind: reading.kind, usd: null, updated_at: null, problem: reading.problem }
  const { numerator, denominator, updatedAt } = reading.rate
  return {
    kind: reading.kind,
    usd: formatDecimal({ wei: numerator, perUnits: denominator }),
    updated_at: isoMoment(updatedAt),
    problem: null,
  }
}

interface ReportedAbout {
  readonly nodes: ReadonlyMap<string, NodeObservation>
  readonly rate: Rate
}

const gatewayToDto = ({ rows, refused }: GatewayFacts, readAt: number, about: ReportedAbout) => ({
  reported_at: isoMoment(readAt),
  rows: rows.map((row) => reportedToDto(row, about)),
  refused: [...refused],
})

function reportedToDto({ uri, answer }: ReportedOrchestrator, { nodes, rate }: ReportedAbout): ReportedDto {
  const node = nodes.get(spelling(uri))
  return {
    uri,
    orchestrator: answer.recipient,
    version: answer.capabilities?.version || null,
    offers: offersOfAnswer(uri, answer).map(({ pipeline, model, state, price, unit }) => ({
      pipeline,
      model,
      state,
      price: priceToDto(price, { pipeline, unit }, rate),
    })),
    gpus: gpusToDto(distinctGpus(uri, answer.hardware)),
    probed: node
      ? {
          node_uri: node.uri,
          outcome: node.kind,
          answered_at: node.lastAnswer && isoMoment(node.lastAnswer.answeredAt),
        }
      : null,
  }
}
