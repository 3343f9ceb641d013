import type { Offering } from '@/lib/catalog/offering'
import { type Admission, TRUSTED } from '@/lib/domain/admission'
import { DEFAULT_FEATURES, featureBits } from '@/lib/domain/feature-bits'
import { expiresAt } from '@/lib/domain/freshness'
import { type NodeHealth, nextHealth } from '@/lib/domain/health'
import type { JobResult } from '@/lib/domain/job-result'
import type { Capabilities } from '@/lib/domain/orchestrator-answer'
import type { OutcomeKind } from '@/lib/domain/outcome'
import { STRATEGIES, type StrategyName } from '@/lib/domain/selection'
import { ProbeTallyMaker } from '@/lib/history/probe-tally'
import { reliabilityScore } from '@/lib/history/reliability-score'
import {
  admissionOf,
  type Breaker,
  type BreakerEvent,
  newBreaker,
  stepBreaker,
} from '@/lib/selection/breaker'
import { DEFAULT_BREAKER_SETTINGS } from '@/lib/selection/breaker-settings'
import { type Candidate, candidateOf } from '@/lib/selection/candidate'
import type { Conditions } from '@/lib/selection/conditions'
import { type JobRequest, NO_RULES } from '@/lib/selection/job-request'
import { select } from '@/lib/selection/select'
import {
  type Choice,
  type Chooser,
  type ChooserFactory,
  type ChooserTools,
  type JobOutcome,
  OUR_LIMITS,
  type ProbeView,
} from './chooser'
import type { Job } from './job'

/** What is known of a node: what its probes showed, and what became of the jobs that were sent there. */
interface KnownNode {
  candidate: Candidate | null
  health: NodeHealth | null
  readonly probes: ProbeTallyMaker
  reliability: number | null
  breaker: Breaker
  trialAt: number | null
  inFlight: number
  jobTime: { msPerUnit: number; n: number } | null
  answeredAt: number
}

const SWEEP_MS = 60_000
/** Of a further job's time in the mean of a node's times. */
const RECENT = 0.2
const PIPELINE = 'text-to-image'
const MODEL = 'simulated/model'
const ABLE: Capabilities = {
  bitstring: featureBits([...DEFAULT_FEATURES, 27]),
  mandatories: [],
  capacities: new Map(),
  version: '0.8.10',
  constraints: null,
}

/** Our own ways to choose, each with the breakers and the reliability that routing has. */
export const OUR_CHOOSERS: readonly ChooserFactory[] = STRATEGIES.map((strategy) => ({
  name: strategy,
  create: (tools) => new OurChooser(strategy, tools),
}))

class OurChooser implements Chooser {
  readonly name: string
  readonly limits = OUR_LIMITS
  readonly #nodes = new Map<string, KnownNode>()
  #candidates: readonly Candidate[] = []
  readonly #stakes = new Map<string, bigint>()
  readonly #startedAt = new Map<number, number>()

  constructor(
    private readonly strategy: StrategyName,
    private readonly tools: ChooserTools,
  ) {
    this.name = strategy
  }

  choose(job: Job, nowMs: number, tried: ReadonlySet<string>): Choice | null {
    const { chosen } = select(
      {
        total: this.#candidates.length,
        serving: () => this.#candidates,
        all: () => this.#candidates,
        notServing: () => [],
      },
      this.#requestFor(job, tried),
      { conditions: this.#conditions(nowMs), random: this.tools.random.next },
    )
    if (chosen === null) return null
    const { nodeUri: nodeId } = chosen.candidate.offering
    const node = this.#node(nodeId)
    node.inFlight += 1
    this.#startedAt.set(job.index, nowMs)
    if (this.#admission(node, nowMs).kind === 'trial') {
      node.trialAt = nowMs
      this.#step(node, { kind: 'trial-begun', at: nowMs })
    }
    return { nodeId, afterMs: 0 }
  }

  onOutcome(nodeId: string, outcome: JobOutcome, nowMs: number): void {
    const node = this.#node(nodeId)
    node.inFlight -= 1
    const startedAt = this.#startedAt.get(outcome.job.index) ?? nowMs
    const result = RESULTS[outcome.kind]
    if (node.trialAt !== null && node.trialAt === startedAt) {
      node.trialAt = null
      this.#step(node, { kind: 'trial-ended', begunAt: startedAt, at: nowMs, result })
    } else this.#step(node, { kind: 'job', startedAt, at: nowMs, result, offeringId: nodeId })
    if (outcome.kind === 'ok') this.#learnTime(node, outcome.tookMs / Number(outcome.job.units))
  }

  onEnd(job: Job): void {
    this.#startedAt.delete(job.index)
  }

  /** As a sweep of ours: health by the probe, the last answer as long as it counts. */
  onSweep(view: readonly ProbeView[], nowMs: number): void {
    for (const probe of view) {
      const node = this.#node(probe.nodeId)
      const outcome: OutcomeKind = probe.answer === null ? 'timed-out' : 'ok'
      node.health = nextHealth(node.health, probe.answer !== null, nowMs)
      node.probes.addProbe(outcome, probe.answer === null ? null : probe.latencyMs)
      node.reliability = reliabilityScore({ probes: node.probes, jobs: null }).score
      this.#stakes.set(probe.orchestrator, probe.stake)
      if (probe.answer !== null) node.answeredAt = nowMs
      const { health } = node
      if (probe.answer !== null) node.candidate = candidateOf(offeringOf(probe, { health, nowMs }), ABLE)
      else if (node.candidate !== null)
        node.candidate =
          nowMs > expiresAt(node.answeredAt, SWEEP_MS)
            ? null
            : { ...node.candidate, offering: { ...node.candidate.offering, nodeHealth: health } }
    }
    this.#candidates = [...this.#nodes.values()].flatMap(({ candidate }) => candidate ?? [])
  }

  #requestFor(job: Job, tried: ReadonlySet<string>): JobRequest {
    return {
      kind: 'ai',
      pipeline: PIPELINE,
      model: MODEL,
      size: { units: Number(job.units) },
      rules: { ...NO_RULES, strategy: this.strategy, exclude: tried },
      affinityKey: null,
    }
  }

  #conditions(now: number): Conditions {
    return {
      now,
      admission: ({ offering }) => this.#admission(this.#node(offering.nodeUri), now),
      reliability: (uri) => this.#node(uri).reliability,
      inFlight: (id) => this.#node(id).inFlight,
      jobTime: (id) => this.#node(id).jobTime,
      stake: (orchestrator) => this.#stakes.get(orchestrator) ?? null,
    }
  }

  #admission(node: KnownNode, now: number): Admission {
    return node.breaker.samples.length === 0 && node.breaker.phase.kind === 'closed'
      ? TRUSTED
      : admissionOf(node.breaker, now, DEFAULT_BREAKER_SETTINGS)
  }

  #step(node: KnownNode, event: BreakerEvent): void {
    node.breaker = stepBreaker(node.breaker, event, {
      settings: DEFAULT_BREAKER_SETTINGS,
      random: this.tools.random.next,
    })
  }

  #learnTime(node: KnownNode, msPerUnit: number): void {
    const { jobTime } = node
    node.jobTime = {
      msPerUnit: jobTime === null ? msPerUnit : jobTime.msPerUnit + RECENT * (msPerUnit - jobTime.msPerUnit),
      n: (jobTime?.n ?? 0) + 1,
    }
  }

  #node(nodeId: string): KnownNode {
    const known = this.#nodes.get(nodeId)
    if (known) return known
    const node: KnownNode = {
      candidate: null,
      health: null,
      probes: new ProbeTallyMaker(),
      reliability: null,
      breaker: newBreaker('offering'),
      trialAt: null,
      inFlight: 0,
      jobTime: null,
      answeredAt: 0,
    }
    this.#nodes.set(nodeId, node)
    return node
  }
}

const RESULTS: Readonly<Record<JobOutcome['kind'], JobResult>> = {
  ok: { kind: 'success' },
  busy: { kind: 'neutral' },
  'bad-request': { kind: 'neutral' },
  refused: { kind: 'fault', cause: 'refused' },
  'timed-out': { kind: 'fault', cause: 'timed-out' },
  error: { kind: 'fault', cause: 'server-error' },
  cut: { kind: 'fault', cause: 'truncated' },
}

function offeringOf(
  { nodeId, orchestrator, latencyMs, answer }: ProbeView,
  { health, nowMs }: { health: NodeHealth; nowMs: number },
): Offering {
  return {
    id: nodeId,
    nodeUri: nodeId,
    advertisedUri: nodeId,
    orchestrator,
    orchestratorName: null,
    kind: 'ai',
    pipeline: PIPELINE,
    model: MODEL,
    state: answer?.isWarm ? 'warm' : 'cold',
    price: answer ? { kind: 'stated', price: answer.price, origin: 'model' } : { kind: 'missing' },
    otherPrices: [],
    unit: 'pixel',
    capacity: answer?.capacity ?? null,
    capacityInUse: answer?.capacityInUse ?? null,
    gpus: [],
    region: null,
    nodeVersion: ABLE.version,
    runnerVersion: null,
    latencyMs,
    observedAt: nowMs,
    cadenceMs: SWEEP_MS,
    nodeOutcome: 'ok',
    nodeHealth: health,
  }
}
