/** False when it is over before the time is. */
export function sleep(ms: number, over: AbortSignal): Promise<boolean> {
  if (over.aborted) return Promise.resolve(false)
  if (ms <= 0) return Promise.resolve(true)
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      over.removeEventListener('abort', stop)
      resolve(true)
    }, ms)
    const stop = () => {
      clearTimeout(timer)
      resolve(false)
    }
    over.addEventListener('abort', stop, { once: true })
  })
}
