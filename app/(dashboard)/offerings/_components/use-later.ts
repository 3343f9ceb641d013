'use client'

import { useEffect, useRef } from 'react'

/** Does the last thing it was given, once nothing came for a while. `now` does at once what still waits. */
export function useLater(waitMs: number): {
  readonly later: (act: () => void) => void
  readonly now: () => void
} {
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; act: () => void } | null>(null)
  const drop = () => {
    if (waiting.current) clearTimeout(waiting.current.timer)
    waiting.current = null
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads nothing but the ref
  useEffect(() => drop, [])
  const now = () => {
    const act = waiting.current?.act
    drop()
    act?.()
  }
  return {
    now,
    later: (act) => {
      drop()
      waiting.current = { timer: setTimeout(now, waitMs), act }
    },
  }
}
