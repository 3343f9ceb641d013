import type { Offering } from '@/lib/catalog/offering'
import { offering } from '@/lib/catalog/testdata/offering'
import { type Admission, TRUSTED } from '@/lib/domain/admission'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { DEFAULT_FEATURES, featureBits } from '@/lib/domain/feature-bits'
import type { Capabilities } from '@/lib/domain/orchestrator-answer'
import type { SeededRandom } from '@/lib/domain/seeded-random'
import { STRATEGIES } from '@/lib/domain/selection'
import { type Candidate, type CandidateIndex, candidateOf } from '../candidate'
import type { Conditions } from '../conditions'
import { type JobRequest, NO_RULES, type SelectionRules } from '../job-request'

export const NOW = 1_000_000_000

/** Features of a node that does everything. */
const ABLE: Capabilities = {
  bitstring: featureBits([...DEFAULT_FEATURES, 27]),
  mandatories: [],
  capacities: new Map(),
  version: '0.8.10',
  constraints: null,
}

/** A candidate of its own node; say only what the test is about. */
export const candidate = (
  name: string,
  about: Partial<Offering> & { readonly wei?: bigint | null } = {},
  capabilities: Capabilities | null = ABLE,
): Candidate =>
  candidateOf(
    offering({
      id: `of-${name}`,
      nodeUri: `https://${name}.example:8935`,
      advertisedUri: `https://${name}.example:8935`,
      observedAt: NOW - 10_000,
      ...about,
    }),
    capabilities,
  )

export const job = (rules: Partial<SelectionRules> = {}, about: Partial<JobRequest> = {}): JobRequest => ({
  kind: 'ai',
  pipeline: 'text-to-image',
  model: 'flux',
  size: {},
  rules: { ...NO_RULES, ...rules },
  affinityKey: null,
  ...about,
})

export const conditions = (about: Partial<Conditions> = {}): Conditions => ({
  now: NOW,
  admission: () => TRUSTED,
  reliability: () => null,
  inFlight: () => 0,
  jobTime: () => null,
  stake: () => null,
  ...about,
})

/** Those that serve the job, and so many that do not. */
export const indexOf = (serving: readonly Candidate[], others = 0): CandidateIndex => ({
  total: serving.length + others,
  serving: () => serving,
  all: () => serving,
  notServing: () => [],
})

export interface RandomWorld {
  readonly candidates: readonly Candidate[]
  readonly job: JobRequest
  readonly conditions: Conditions
}

/** Any network, any wish, any state of trust; few distinct values, so that many are equal. */
export function randomWorld(random: SeededRandom): RandomWorld {
  const maybe = <T>(value: () => T): T | null => (random.next() < 0.3 ? null : value())
  const candidates = Array.from({ length: random.int(0, 12) }, (_, i) =>
    candidate(
      `n${i}`,
      {
        wei: maybe(() => BigInt(random.pick([0, 1_000_000, 2_000_000, 2_000_001, 90_000_000]))),
        orchestrator: maybe(() => addressFromBytes(Uint8Array.of(random.int(1, 4)))),
        advertisedUri: maybe(() => `https://n${i}.example:8935`),
        state: random.pick(['warm', 'warm', 'cold', 'priced-only', 'unknown']),
        latencyMs: random.pick([20, 21, 80, 300]),
        capacity: maybe(() => random.int(1, 4)),
        capacityInUse: maybe(() => random.int(0, 4)),
        nodeVersion: maybe(() => random.pick(['0.7.9', '0.8.10', 'undefined'])),
        region: maybe(() => ({ name: random.pick(['eu-west', 'eu-central', 'us-east']), from: 'node' })),
        nodeHealth: {
          state: random.pick(['up', 'up', 'degraded', 'down']),
          since: 0,
          recent: [true],
          failuresInARow: 0,
        },
      },
      random.next() < 0.1 ? null : ABLE,
    ),
  )
  const admissions: readonly [Admission, ...Admission[]] = [
    TRUSTED,
    TRUSTED,
    TRUSTED,
    suspended(false),
    suspended(true),
    { kind: 'trial', isTaken: false },
    { kind: 'trial', isTaken: true },
    { kind: 'recovering', share: 0.3 },
  ]
  const admission = new Map(candidates.map((one) => [one, random.pick(admissions)]))
  const numbers = new Map(candidates.map((one) => [one.offering.id, random.int(0, 3)]))
  return {
    candidates,
    job: job(
      {
        strategy: random.pick(STRATEGIES),
        warm: random.pick(['required', 'preferred', 'any']),
        regions: maybe(() => [random.pick(['eu', 'us-east'])]) ?? [],
        regionIs: random.pick(['required', 'preferred']),
        minNodeVersion: random.next() < 0.2 ? '0.8.0' : null,
        maxPrice:
          random.next() < 0.3
            ? { price: { wei: 2_000_000n, perUnits: 1n }, unit: null, isAsked: true }
            : null,
        needsFreeCapacity: random.next() < 0.2,
        exploration: random.pick([0, 0.01, 0.5]),
        whenNobodyIsTrusted: random.pick(['use-best', 'refuse']),
      },
      { affinityKey: random.next() < 0.2 ? `session ${random.int(0, 9)}` : null },
    ),
    conditions: conditions({
      admission: (one) => admission.get(one) ?? TRUSTED,
      reliability: (uri) =>
        [null, 70, 99, 99.5][numbers.get(uri.replace(/^https:..(n\d+).*$/, 'of-$1')) ?? 0] ?? null,
      inFlight: (id) => numbers.get(id) ?? 0,
      jobTime: (id) => (numbers.get(id) === 2 ? { msPerUnit: 0.01, n: 3 } : null),
      stake: (address) => BigInt(address.charCodeAt(41)) * 10n ** 18n,
    }),
  }
}

export const suspended = (isByHand: boolean): Admission => ({
  kind: 'suspended',
  cause: '5 of the last 6 jobs failed',
  since: NOW - 5_000,
  reopensAt: NOW + 10_000,
  isByHand,
})
