/**
 * Keeps what was made for the last few different keys, of a limited size together; the least recently asked for goes
 * first.
 */
export function createKept<T>(
  maxCount: number,
  {
    sizeOf = () => 0,
    maxSize = Number.POSITIVE_INFINITY,
  }: { sizeOf?: (value: T) => number; maxSize?: number } = {},
): (key: string, make: () => T) => T {
  const kept = new Map<string, T>()
  let size = 0
  return (key, make) => {
    const known = kept.get(key)
    const value = known ?? make()
    if (known === undefined) size += sizeOf(value)
    kept.delete(key)
    kept.set(key, value)
    for (const [oldest, its] of kept) {
      if (kept.size <= maxCount && size <= maxSize) break
      kept.delete(oldest)
      size -= sizeOf(its)
    }
    return value
  }
}

/** The same for what takes time: whoever asks meanwhile gets what is being made, and what failed is made anew. */
export function createKeptPromises<T>(maxCount: number): (key: string, make: () => Promise<T>) => Promise<T> {
  const entries = createKept<{ made: Promise<T> | null }>(maxCount)
  return (key, make) => {
    const entry = entries(key, () => ({ made: null }))
    if (entry.made) return entry.made
    const made = make()
    entry.made = made
    made.catch(() => {
      entry.made = null
    })
    return made
  }
}
