/**
 * Buckets as a line that stands for as long as each of them lasts: a run of buckets ends where its last one does, and
 * after it comes a gap. `null` values are buckets of which nothing is known. Moments are ms; `to` is when the last ends.
 */
export function stepPoints<T>(
  buckets: readonly { readonly ms: number; readonly value: T | null }[],
  { stepMs, to }: { readonly stepMs: number; readonly to: number },
): { readonly ms: number; readonly value: T | null }[] {
  return buckets.flatMap(({ ms, value }, at) => {
    if (value === null) return [{ ms, value }]
    const next = buckets[at + 1]
    if (next && next.value !== null) return [{ ms, value }]
    const end = Math.min(ms + stepMs, Math.max(to, ms))
    return [
      { ms, value },
      { ms: end, value },
      { ms: end, value: null },
    ]
  })
}
