import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'

/** One job of the stream. Moments are ms since the simulation began. */
export interface Job {
  readonly index: number
  readonly at: number
  /** Pixels to be made. */
  readonly units: bigint
  /** How long it takes, beside a job of one. */
  readonly size: number
  /** Its client made a mistake, which only a node will tell. */
  readonly isBadRequest: boolean
}

const REFERENCE_PIXELS = 768 * 768
const SIDES = [512, 768, 768, 1024] as const

/** By how much the wave rises above and falls below the mean. */
const WAVE = 0.6

/**
 * That many jobs, which come independently of each other, in a wave: few at first, most in the middle of the span, few at
 * its end.
 */
export function generateJobs({
  jobs,
  spanMs,
  seed,
  badRequestShare = 0,
}: {
  jobs: number
  spanMs: number
  seed: string
  badRequestShare?: number
}): readonly Job[] {
  const random = seededRandom(`${seed} jobs`)
  // Apart, so that the jobs are the same with and without.
  const mistakes = seededRandom(`${seed} mistakes`)
  return Array.from({ length: jobs }, () => momentInWave(random, spanMs))
    .sort((a, b) => a - b)
    .map((at, index) => {
      const pixels = random.pick(SIDES) ** 2
      const isBadRequest = mistakes.next() < badRequestShare
      return { index, at, units: BigInt(pixels), size: pixels / REFERENCE_PIXELS, isBadRequest }
    })
}

function momentInWave(random: SeededRandom, spanMs: number): number {
  for (;;) {
    const place = random.next()
    const height = 1 - WAVE * Math.cos(2 * Math.PI * place)
    if (random.next() * (1 + WAVE) < height) return place * spanMs
  }
}
