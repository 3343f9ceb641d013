import type { RunnerListing } from '@/lib/domain/runner-listing'

/** Most nodes keep no live runners; asking each of them with every probe would double what a sweep costs everybody. */
const ASK_AGAIN_MS = 15 * 60_000

/** Whether a node that is being asked anyway is asked for its live runners too: always while it has listed some. */
export function areRunnersDue(listing: RunnerListing | null, now: number): boolean {
  return listing === null || listing.readAt !== null || now >= listing.askedAt + ASK_AGAIN_MS
}
