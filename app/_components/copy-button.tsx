'use client'

import { Check, Copy, X } from 'lucide-react'
import { useCopy } from './use-copy'

const FACES = {
  idle: { Icon: Copy, word: null },
  copied: { Icon: Check, word: 'Copied' },
  failed: { Icon: X, word: 'The browser refused' },
} as const

/** Copies what `text` returns at the time of the click. */
export function CopyButton({ label, text }: { label: string; text: () => string }) {
  const { state, copy } = useCopy(text)
  const { Icon, word } = FACES[state]
  return (
    <button type="button" className="button" onClick={copy}>
      <Icon aria-hidden className="size-4" />
      <span role="status" aria-live="polite" className={word ? 'max-sm:sr-only' : 'sr-only'}>
        {word}
      </span>
      <span className={word ? 'sr-only' : 'max-sm:sr-only'}>{label}</span>
    </button>
  )
}
