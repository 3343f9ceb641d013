import type { SeededRandom } from '@/lib/domain/seeded-random'
import type { Job } from './job'
import type { JobBehaviour } from './job-behaviour'
import { JOB_PIPELINES } from './job-pipelines'

/** However large a job is. */
const MAX_SCALE = 50

/** How long a job takes: in proportion to its units, the usual ones of its pipeline being one `jobMs`. */
export function workMsOf(
  { pipeline, units }: Pick<Job, 'pipeline' | 'units'>,
  { ms, jitterMs }: Pick<JobBehaviour, 'ms' | 'jitterMs'>,
  random: Pick<SeededRandom, 'next'>,
): number {
  const scale = Math.min(MAX_SCALE, Math.max(0, Number(units) / JOB_PIPELINES[pipeline].usualUnits))
  return (ms + random.next() * jitterMs) * scale
}
