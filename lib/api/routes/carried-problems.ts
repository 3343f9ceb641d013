import type { Carried } from '@/lib/routing/carriage'
import type { Selection } from '@/lib/selection/select'
import { RETRY_AFTER } from '../endpoints/respond'
import { quoted } from '../listing/reading'
import { sentenceOf } from '../problem'
import type { ParameterError } from '../search-params'
import type { RouteProblem } from './route-problem'

export const unreadableHints = (errors: readonly ParameterError[]): RouteProblem => ({
  // A name that several models have stands in the body.
  kind: errors.some(({ parameter }) => parameter === 'model') ? 'unreadable-input' : 'unreadable-hints',
  detail: sentenceOf(errors),
  param: errors[0]?.parameter ?? null,
})

/** Nobody was chosen: nobody has it at all, or the rules leave nobody. */
export const nobodyFor = ({ job, rejected }: Selection, explanation: string): RouteProblem =>
  rejected.length > 0
    ? { kind: 'nobody-available', detail: explanation, headers: RETRY_AFTER }
    : {
        kind: 'model-not-offered',
        detail: `Nobody offers ${job.model === null ? job.pipeline : `the model ${quoted(job.model)} for ${job.pipeline}`}; /api/v1/models lists all.`,
        param: 'model',
      }

type Unserved = Exclude<Carried, { kind: 'document' | 'opened' | 'stream' | 'client-gone' }>

/** Those that were tried did not do it. */
export function problemOfCarried(carried: Unserved): RouteProblem {
  switch (carried.kind) {
    case 'refused':
      return {
        kind: REFUSED[carried.status],
        detail: `The runner refused the input: ${carried.detail}`,
      }
    case 'nobody':
      return { kind: 'nobody-available', detail: sentence(carried.detail), headers: RETRY_AFTER }
    case 'busy':
      return { kind: 'all-busy', detail: sentence(carried.detail), headers: RETRY_AFTER }
    case 'failed':
      return { kind: 'all-failed', detail: `Those that were tried failed: ${carried.detail}.` }
    case 'timed-out':
      return { kind: 'not-in-time', detail: sentence(carried.detail) }
  }
}

const REFUSED = { 400: 'refused-input', 413: 'input-too-large', 422: 'refused-fields' } as const

const sentence = (detail: string): string => `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`
