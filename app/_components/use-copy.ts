'use client'

import { useEffect, useState } from 'react'

const SHOWN_MS = 2_000

/** Puts a text on the clipboard, and says for a moment how that went. */
export function useCopy(text: () => string): {
  readonly state: 'idle' | 'copied' | 'failed'
  readonly copy: () => void
} {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')

  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [state])

  const copy = () =>
    // Absent outside secure contexts.
    void (navigator.clipboard?.writeText(text()) ?? Promise.reject(new Error('no clipboard'))).then(
      () => setState('copied'),
      () => setState('failed'),
    )
  return { state, copy }
}
