'use client'

import { Check, Copy, X } from './icons'
import { useCopy } from './use-copy'

const FACES = {
  idle: { Icon: Copy, word: null },
  copied: { Icon: Check, word: 'Copied' },
  failed: { Icon: X, word: 'The browser refused' },
} as const

/** Copies what `text` returns at the time of the click. On a phone it is an icon alone, unless `hasWords`. */
export function CopyButton({
  label,
  text,
  hasWords = false,
}: {
  label: string
  text: () => string
  hasWords?: boolean
}) {
  const { state, copy } = useCopy(text)
  const { Icon, word } = FACES[state]
  const shown = hasWords ? undefined : 'max-sm:sr-only'
  return (
    <button type="button" className="button" onClick={copy}>
      <Icon aria-hidden className="size-4" />
      <span role="status" aria-live="polite" className={word ? shown : 'sr-only'}>
        {word}
      </span>
      <span className={word ? 'sr-only' : shown}>{label}</span>
    </button>
  )
}
