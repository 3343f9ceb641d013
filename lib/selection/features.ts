import { capabilityName, H264_CAPABILITY } from '@/lib/domain/capability'
import { capabilityOf } from '@/lib/domain/pipeline'
import type { JobRequest } from './job-request'

const WORD = 64n

/** Features as the wire has them: 64 to a word, the lowest first. Negative numbers are no features. */
export function featureWords(features: Iterable<number>): bigint[] {
  const words: bigint[] = []
  for (const feature of features) {
    if (feature < 0) continue
    const place = Math.floor(feature / 64)
    while (words.length <= place) words.push(0n)
    words[place] = (words[place] ?? 0n) | (1n << BigInt(feature % 64))
  }
  return words
}

const wishes = new WeakMap<JobRequest, readonly bigint[]>()

/** What the node must be able to do: what the client names, and what the pipeline is. */
export function wishedFeatures(job: JobRequest): readonly bigint[] {
  const known = wishes.get(job)
  if (known) return known
  const wish = featureWords([...job.rules.features, ...ownFeature(job)])
  wishes.set(job, wish)
  return wish
}

/** BYOC capabilities and live runners are found by their names alone. */
function ownFeature({ kind, pipeline }: JobRequest): readonly number[] {
  if (kind === 'transcoding') return [H264_CAPABILITY]
  const capability = kind === 'ai' ? capabilityOf(pipeline) : null
  return capability === null ? [] : [capability]
}

/** Whether all of these are among those. */
export const hasFeatures = (these: readonly bigint[], those: readonly bigint[]): boolean =>
  these.every((word, i) => ((those[i] ?? 0n) & word) === word)

/** Strangers state bits; no more of them are named. */
const MAX_NAMED = 5

/** Those that are missing, by their names. */
export function missingFeatures(these: readonly bigint[], those: readonly bigint[]): string {
  const missing: string[] = []
  let more = 0
  for (const [i, word] of these.entries()) {
    let rest = word & ~(those[i] ?? 0n)
    for (let bit = 0; rest > 0n && bit < WORD; bit++, rest >>= 1n) {
      if ((rest & 1n) === 0n) continue
      if (missing.length < MAX_NAMED) missing.push(capabilityName(i * 64 + bit))
      else more++
    }
  }
  return `${missing.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
