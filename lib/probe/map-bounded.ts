/** A start costs about half a millisecond, so this many hold up the event loop for some 25. */
const STARTS_PER_TURN = 50
/** The shortest gap that timers keep. */
const TIMER_MS = 4

/**
 * Runs `work` for every item, `limit` at a time, results in the items' order. A task that is still pending after
 * `quietAfterMs` only waits for its peer and no longer counts against the limit, so that silent peers cannot hold up
 * the rest; `hardLimit` still bounds how many are open at once. At most fifty tasks start per turn of the event
 * loop: a burst of hundreds would eat up the deadlines of the tasks themselves. With `gapMs` they start that far apart
 * at least. Rejects with the first rejection and starts no more.
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
  {
    limit,
    quietAfterMs,
    hardLimit,
    gapMs = 0,
  }: { limit: number; quietAfterMs: number; hardLimit: number; gapMs?: number },
): Promise<R[]> {
  const results: R[] = new Array(items.length)
  const queue = items.entries()
  let isDrained = false
  let busy = 0
  let open = 0
  // With a gap below what timers can do, a few start together.
  const perGap = gapMs === 0 ? STARTS_PER_TURN : Math.max(1, Math.round(TIMER_MS / gapMs))
  let nextStartAt = 0
  return new Promise((resolve, reject) => {
    let isScheduled = false
    const startMore = () => {
      if (isScheduled) return
      const perTurn = performance.now() < nextStartAt ? 0 : perGap
      if (perTurn > 0) nextStartAt = performance.now() + gapMs * perGap
      for (let i = 0; i < perTurn && !isDrained && busy < limit && open < hardLimit; i++) {
        const entry = queue.next()
        if (entry.done) isDrained = true
        else start(...entry.value)
      }
      if (isDrained && open === 0) return resolve(results)
      if (isDrained || busy >= limit || open >= hardLimit) return
      isScheduled = true
      const goOn = () => {
        isScheduled = false
        startMore()
      }
      if (gapMs === 0) setImmediate(goOn)
      else setTimeout(goOn, Math.max(0, nextStartAt - performance.now()))
    }
    const start = (index: number, item: T) => {
      busy += 1
      open += 1
      let isBusy = true
      const giveUpSlot = () => {
        if (isBusy) busy -= 1
        isBusy = false
      }
      const timer = setTimeout(() => {
        giveUpSlot()
        startMore()
      }, quietAfterMs)
      work(item, index)
        .then(
          (result) => {
            results[index] = result
          },
          (error: unknown) => {
            isDrained = true
            reject(error)
          },
        )
        .finally(() => {
          clearTimeout(timer)
          giveUpSlot()
          open -= 1
          startMore()
        })
    }
    startMore()
  })
}
