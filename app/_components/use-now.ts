'use client'

import { useSyncExternalStore } from 'react'
import { usePastMoment } from './past-moment'

const TICK_MS = 1_000

let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

/**
 * The time in ms, cut to `stepMs`, from one clock for the whole page; a component renders again once per step.
 * Null on the server and while hydrating, so that the HTML holds nothing that is wrong a second later. Inside PastMoment
 * it is that moment, and stands.
 */
export function useNow(stepMs = TICK_MS): number | null {
  const past = usePastMoment()
  const present = useSyncExternalStore(
    past === null ? subscribe : subscribeToNothing,
    () => Math.floor(now / stepMs) * stepMs,
    () => null,
  )
  return past ?? present
}

const subscribeToNothing = () => () => {}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}
