import { capabilityName, H264_CAPABILITY } from '@/lib/domain/capability'
import { DEFAULT_FEATURES, featureBits } from '@/lib/domain/feature-bits'
import { capabilityOf } from '@/lib/domain/pipeline'
import type { JobRequest } from './job-request'

const wishes = new WeakMap<JobRequest, readonly bigint[]>()

/** What the node must be able to do: what the client names, and what the pipeline is. */
export function wishedFeatures(job: JobRequest): readonly bigint[] {
  const known = wishes.get(job)
  if (known) return known
  const wish = featureBits([...job.rules.features, ...ownFeature(job)])
  wishes.set(job, wish)
  return wish
}

const tolerances = new WeakMap<JobRequest, readonly bigint[]>()

/** What a node may insist on: that, and what every gateway does, such as auth tokens, on which go-livepeer's nodes insist. */
export function toleratedFeatures(job: JobRequest): readonly bigint[] {
  const known = tolerances.get(job)
  if (known) return known
  const tolerated = featureBits([...DEFAULT_FEATURES, ...job.rules.features, ...ownFeature(job)])
  tolerances.set(job, tolerated)
  return tolerated
}

/** BYOC capabilities and live runners are found by their names alone. */
function ownFeature({ kind, pipeline }: JobRequest): readonly number[] {
  if (kind === 'transcoding') return [H264_CAPABILITY]
  const capability = kind === 'ai' ? capabilityOf(pipeline) : null
  return capability === null ? [] : [capability]
}

/** Strangers state bits; no more of them are named. */
const MAX_NAMED = 5
/** No more than a thousand features are looked through for that. */
const MAX_WORDS = 16

/** Those that are missing, by their names. */
export function missingFeatures(these: readonly bigint[], those: readonly bigint[]): string {
  const missing: string[] = []
  let more = 0
  for (const [i, word] of these.slice(0, MAX_WORDS).entries()) {
    let rest = word & ~(those[i] ?? 0n)
    for (let bit = 0; rest > 0n; bit++, rest >>= 1n) {
      if ((rest & 1n) === 0n) continue
      if (missing.length < MAX_NAMED) missing.push(capabilityName(i * 64 + bit))
      else more++
    }
  }
  if (missing.length === 0) return 'features without a number'
  return `${missing.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
