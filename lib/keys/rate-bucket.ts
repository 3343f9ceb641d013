/** Requests that somebody may send at once, which fills again with time. */
export interface RateBucket {
  readonly tokens: number
  /** When it held so many (ms). */
  readonly at: number
}

export type RateTaking =
  | { readonly ok: true; readonly bucket: RateBucket }
  | { readonly ok: false; readonly retryAfterMs: number }

const MINUTE_MS = 60_000
/** One, but for what is lost where fractions are added. */
const WHOLE = 1 - 1e-9

/** Takes one request out of it; undefined: nothing was taken for long, so that it is full. It holds those of a minute. */
export function takeOne(bucket: RateBucket | undefined, perMinute: number, now: number): RateTaking {
  const tokens = bucket === undefined ? perMinute : tokensOf(bucket, perMinute, now)
  return tokens >= WHOLE
    ? { ok: true, bucket: { tokens: Math.max(0, tokens - 1), at: now } }
    : { ok: false, retryAfterMs: ((1 - tokens) * MINUTE_MS) / perMinute }
}

/** Whether it is as if nothing had been taken. */
export const isFull = (bucket: RateBucket, perMinute: number, now: number): boolean =>
  tokensOf(bucket, perMinute, now) >= perMinute

/** A clock that is set back fills nothing. */
const tokensOf = ({ tokens, at }: RateBucket, perMinute: number, now: number): number =>
  Math.min(perMinute, tokens + (Math.max(0, now - at) * perMinute) / MINUTE_MS)
