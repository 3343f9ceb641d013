/** Runs so many works at once, and the others in the order in which they came. */
export function boundedTo(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      // The place goes to the next one directly, so that nobody takes it in between.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
