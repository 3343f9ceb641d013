import type { Catalog } from '@/lib/catalog/catalog'
import { canonicalGpuName } from '@/lib/catalog/gpu-name'
import { grouped } from '@/lib/catalog/grouped'
import type { Offering } from '@/lib/catalog/offering'
import { implausibility } from '@/lib/catalog/price-costs'
import type { OfferingKind } from '@/lib/domain/offering-kind'
import type { Capabilities } from '@/lib/domain/orchestrator-answer'
import type { Price } from '@/lib/domain/price'
import { vramClassGb } from '@/lib/domain/vram-class'

/** An offering that may get a job, with what else selection looks at. */
export interface Candidate {
  readonly offering: Offering
  /** What its node says it can do; null when it says nothing of it. */
  readonly capabilities: Capabilities | null
  /** Null when none is stated that can be used. */
  readonly price: Price | null
  /** The same, wei for one unit, near enough for a score; NaN where there is none. */
  readonly priceWei: number
  /** At this price nobody can mean to sell. */
  readonly isImplausible: boolean
  /** Short names of its cards. */
  readonly gpuNames: readonly string[]
  /** The memory of its largest card by the size on the box; null when it states none. */
  readonly vramGb: number | null
}

/** The offerings of one catalog, by what they serve. */
export interface CandidateIndex {
  /** Of the whole catalog. */
  readonly total: number
  /** Those of a pipeline, and of one model of it unless that is null; the same array at every question. */
  serving(job: Serving): readonly Candidate[]
  /** Those of all pipelines. */
  all(): readonly Candidate[]
  /** All others. */
  notServing(job: Serving): readonly Offering[]
}

export interface Serving {
  readonly kind: OfferingKind
  readonly pipeline: string
  readonly model: string | null
}

/** What nobody asks for is not looked at: strangers decide how long a catalog is. */
export function createCandidateIndex({
  offerings,
  live,
}: Pick<Catalog, 'offerings' | 'live'>): CandidateIndex {
  const byPipeline = grouped(offerings, pipelineKey)
  const capabilities = new Map(live.map(({ uri, lastAnswer }) => [uri, lastAnswer.answer.capabilities]))
  const ready = new Map<string, ReadonlyMap<string | null, readonly Candidate[]>>()
  /** By model, and all of them under null. */
  const ofPipeline = (job: Serving): ReadonlyMap<string | null, readonly Candidate[]> => {
    const key = pipelineKey(job)
    const known = ready.get(key)
    if (known) return known
    const all = (byPipeline.get(key) ?? []).map((offering) =>
      candidateOf(offering, capabilities.get(offering.nodeUri) ?? null),
    )
    const byModel = new Map<string | null, readonly Candidate[]>(
      grouped(all, ({ offering }) => offering.model),
    ).set(null, all)
    // A name that nobody serves is not remembered: there is no end to those.
    if (all.length > 0) ready.set(key, byModel)
    return byModel
  }
  return {
    total: offerings.length,
    serving: (job) => ofPipeline(job).get(job.model) ?? [],
    all: () =>
      [...byPipeline.values()].flatMap(([first]) => (first ? (ofPipeline(first).get(null) ?? []) : [])),
    notServing: (job) => offerings.filter((offering) => !serves(offering, job)),
  }
}

const pipelineKey = ({ kind, pipeline }: Pick<Serving, 'kind' | 'pipeline'>): string => `${kind} ${pipeline}`

const serves = (offering: Offering, { kind, pipeline, model }: Serving): boolean =>
  offering.kind === kind && offering.pipeline === pipeline && (model === null || offering.model === model)

export function candidateOf(offering: Offering, capabilities: Capabilities | null): Candidate {
  const { pipeline, unit, gpus } = offering
  const price = offering.price.kind === 'stated' ? offering.price.price : null
  const sizes = gpus.flatMap(({ memoryTotalBytes }) => vramClassGb(memoryTotalBytes) ?? [])
  return {
    offering,
    capabilities,
    price,
    priceWei: price === null ? Number.NaN : weiPerUnit(price),
    isImplausible: price !== null && implausibility(pipeline, unit, price) !== null,
    gpuNames: [...new Set(gpus.map(({ reportedName }) => canonicalGpuName(reportedName)))],
    vramGb: sizes.length === 0 ? null : sizes.reduce((most, size) => Math.max(most, size)),
  }
}

/** Wei for one unit as a number; what is compared exactly is compared as fractions. */
const weiPerUnit = ({ wei, perUnits }: Price): number => Number(wei) / Number(perUnits)
