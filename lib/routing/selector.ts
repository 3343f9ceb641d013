import type { Catalog } from '@/lib/catalog/catalog'
import { type Admission, TRUSTED } from '@/lib/domain/admission'
import type { ReliabilityWindow } from '@/lib/domain/reliability'
import { seededRandom } from '@/lib/domain/seeded-random'
import { type CandidateIndex, createCandidateIndex } from '@/lib/selection/candidate'
import type { Conditions, JobTime } from '@/lib/selection/conditions'
import type { JobRequest } from '@/lib/selection/job-request'
import type { PriceCeilings } from '@/lib/selection/price-ceilings'
import { type Selection, select } from '@/lib/selection/select'
import { type JobGroup, type Shortlist, shortlist } from '@/lib/selection/shortlist'

/** What is known beyond the catalog. Left out: nothing is. */
export interface SelectorDeps {
  readonly now: () => number
  readonly admission?: (offeringId: string, nodeUri: string) => Admission
  readonly reliability?: (nodeUri: string, window: ReliabilityWindow) => number | null
  readonly inFlight?: (offeringId: string) => number
  readonly jobTime?: (offeringId: string) => JobTime | null
  /** The most that a job may cost where whoever asks for it says nothing of it. */
  readonly ceilings?: () => PriceCeilings | null
  /** Up to when probes are counted in reliabilities (ms). */
  readonly reliabilityUntil?: () => number | null
  readonly stake?: (orchestrator: string) => bigint | null
}

export interface Moment {
  /** The moment (ms) that the catalog is of; null: now. */
  readonly asOf?: number | null
  /** How reliable nodes were then, where somebody has reckoned it. */
  readonly reliabilityThen?: Conditions['reliability']
}

/** Who gets jobs now: the catalog, and all that we know of those in it. Dry runs and routed jobs ask the same one. */
export class Selector {
  readonly #indexes = new WeakMap<Catalog, CandidateIndex>()

  constructor(private readonly deps: SelectorDeps) {}

  get ceilings(): PriceCeilings | null {
    return this.deps.ceilings?.() ?? null
  }

  get reliabilityUntil(): number | null {
    return this.deps.reliabilityUntil?.() ?? null
  }

  select(
    catalog: Catalog,
    job: JobRequest,
    { seed, ...moment }: Moment & { readonly seed: string },
  ): Selection {
    return select(this.index(catalog), asked(job, moment), {
      random: seededRandom(seed).next,
      conditions: this.#at(moment),
    })
  }

  /**
   * Whom a list names that is made of one catalog; `previous` is what it was made of before. Jobs under way are no part of
   * it: it would be another one every second.
   */
  shortlist(
    groups: readonly JobGroup[],
    { previous, ...moment }: Moment & { readonly previous: Shortlist | null },
  ): Shortlist {
    const askedGroups = groups.map((group) => {
      const job = asked(group.job, moment)
      return job === group.job ? group : { ...group, job }
    })
    return shortlist(askedGroups, { conditions: { ...this.#at(moment), inFlight: () => 0 }, previous })
  }

  #at({ asOf = null, reliabilityThen }: Moment): Conditions {
    if (asOf === null) return this.#conditions()
    return { ...this.#conditionsAt(asOf), ...(reliabilityThen && { reliability: reliabilityThen }) }
  }

  #conditions(): Conditions {
    const { now, admission, reliability, inFlight, jobTime, stake } = this.deps
    return {
      now: now(),
      admission: ({ offering }) => admission?.(offering.id, offering.nodeUri) ?? TRUSTED,
      reliability: (uri, window) => reliability?.(uri, window) ?? null,
      inFlight: (id) => inFlight?.(id) ?? 0,
      jobTime: (id) => jobTime?.(id) ?? null,
      stake: (orchestrator) => stake?.(orchestrator) ?? null,
    }
  }

  /** Who was trusted then, and how many jobs were under way, nobody has kept; stakes are as the chain was last read. */
  #conditionsAt(now: number): Conditions {
    return {
      now,
      admission: () => TRUSTED,
      reliability: () => null,
      inFlight: () => 0,
      jobTime: () => null,
      stake: (orchestrator) => this.deps.stake?.(orchestrator) ?? null,
    }
  }

  /** Made once for each catalog. */
  index(catalog: Catalog): CandidateIndex {
    const known = this.#indexes.get(catalog)
    if (known) return known
    const index = createCandidateIndex(catalog)
    this.#indexes.set(catalog, index)
    return index
  }
}

/** Of a reliability that nobody knows nothing is asked. */
const asked = (job: JobRequest, { asOf = null, reliabilityThen }: Moment): JobRequest =>
  asOf === null || reliabilityThen !== undefined || job.rules.minReliability === null
    ? job
    : { ...job, rules: { ...job.rules, minReliability: null } }
