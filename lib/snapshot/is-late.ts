/**
 * Whether a probe was made before what is known already, so that its outcome says nothing new, however late it arrives.
 * What is known of the future is of a clock that was set back since: then whatever is found now is newer.
 */
export const isLate = (askedAt: number, { knownAt, now }: { knownAt: number; now: number }): boolean =>
  askedAt < knownAt && knownAt <= now
