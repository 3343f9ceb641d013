import { setMaxListeners } from 'node:events'

/** A signal that is aborted when another one is, or when its time is up. */
export interface TimeLimit {
  readonly signal: AbortSignal
  /** Whether it was the time. */
  readonly isTimeUp: boolean
  /** To be called when the work is over: nothing of it is left then. */
  end(): void
}

/**
 * Written out, since `AbortSignal.any` keeps a trace of every call with a long-lived signal, and does not keep a timeout
 * alive that nobody else holds: it may never fire (Node 20).
 */
export function timeLimit(signal: AbortSignal, timeoutMs: number): TimeLimit {
  const controller = new AbortController()
  let isTimeUp = false
  const abort = () => controller.abort(signal.reason)
  const timer = setTimeout(() => {
    isTimeUp = true
    controller.abort(new DOMException(`no end within ${timeoutMs} ms`, 'TimeoutError'))
  }, timeoutMs)
  // As many listen to it as there is work under way.
  setMaxListeners(0, signal, controller.signal)
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  return {
    signal: controller.signal,
    get isTimeUp() {
      return isTimeUp
    },
    end() {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    },
  }
}

/** The work's result; rejects with the signal's reason when that comes first. The work itself goes on. */
export async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  // Whoever waits no more does not hear of its failure either.
  work.catch(() => {})
  signal.throwIfAborted()
  let abort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
