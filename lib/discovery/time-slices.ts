/** Long work in short turns of the event loop, so that requests and probes go on beside it. */
export interface TimeSlices {
  /** To be awaited between pieces of work: lets others run when the slice is used up. Rejects once the work is given up. */
  rest(): Promise<void>
}

export function createTimeSlices({
  sliceMs,
  monotonicMs,
  signal,
}: {
  sliceMs: number
  monotonicMs: () => number
  signal: AbortSignal
}): TimeSlices {
  let began = monotonicMs()
  return {
    async rest() {
      signal.throwIfAborted()
      if (monotonicMs() - began < sliceMs) return
      await new Promise((resolve) => setImmediate(resolve))
      began = monotonicMs()
      signal.throwIfAborted()
    },
  }
}
