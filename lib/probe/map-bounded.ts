/**
 * Runs `work` for every item, `limit` at a time, results in the items' order. A task that is still pending after
 * `quietAfterMs` only waits for its peer and no longer counts against the limit, so that silent peers cannot hold up
 * the rest; `hardLimit` still bounds how many are open at once. One task starts per turn of the event loop: a burst of
 * starts would eat up the deadlines of the tasks themselves. Rejects with the first rejection and starts no more.
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
  { limit, quietAfterMs, hardLimit }: { limit: number; quietAfterMs: number; hardLimit: number },
): Promise<R[]> {
  const results: R[] = new Array(items.length)
  const queue = items.entries()
  let isDrained = false
  let busy = 0
  let open = 0
  return new Promise((resolve, reject) => {
    let isScheduled = false
    const startMore = () => {
      if (!isDrained && !isScheduled && busy < limit && open < hardLimit) {
        const entry = queue.next()
        if (entry.done) isDrained = true
        else {
          isScheduled = true
          setImmediate(() => {
            isScheduled = false
            startMore()
          })
          start(...entry.value)
        }
      }
      if (isDrained && open === 0) resolve(results)
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
