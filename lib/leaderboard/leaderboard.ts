/** What the jobs that a leaderboard sends came to, by region; each from 0 to 1, as it reckons them. */
export interface RegionScore {
  readonly successRate: number
  readonly roundTripScore: number
  readonly score: number
}

/** A reading of a leaderboard. Moments are ms since 1970. */
export interface Leaderboard {
  readonly readAt: number
  /** Every region in which anybody is tested, in order. */
  readonly regions: readonly string[]
  /** By checksummed address, then by region; what is not there was not tested. */
  readonly scores: ReadonlyMap<string, ReadonlyMap<string, RegionScore>>
}
