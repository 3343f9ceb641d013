/** For what changes without a new snapshot, such as an answer that expires. */
export const POLL_MS = 15_000

/** For what is counted some minutes back, or by the bucket. */
export const COUNTED_POLL_MS = 60_000

/** The network now, or as it was at a moment (ISO): that stays as it is, and nobody has to ask again. */
export const ofMoment = (asOf: string | null) =>
  asOf === null
    ? { refetchInterval: POLL_MS, staleTime: POLL_MS, meta: { isPast: false } }
    : { staleTime: Number.POSITIVE_INFINITY, meta: { isPast: true } }
