'use client'

import { Abbreviated } from './abbreviated'
import { Check, Copy, X } from './icons'
import { useCopy } from './use-copy'

const FACES = {
  idle: { Icon: Copy, ink: 'text-muted', word: null },
  copied: { Icon: Check, ink: 'text-good', word: 'Copied' },
  failed: { Icon: X, ink: 'text-bad', word: 'The browser refused' },
} as const

/** An Ethereum address in short: focus shows the whole, a click copies it. */
export function CopyAddress({ address }: { address: string }) {
  const { state, copy } = useCopy(() => address)
  const { Icon, ink, word } = FACES[state]
  return (
    <button
      type="button"
      onClick={copy}
      className="-my-1 min-h-6 rounded-md text-start font-mono text-xs -outline-offset-1 hover:underline"
    >
      <span className="sr-only">Copy </span>
      <Abbreviated text={address} max={13} />
      <Icon aria-hidden className={`ml-1 inline size-3 align-[-1px] ${ink}`} />
      <span role="status" className="sr-only">
        {word}
      </span>
    </button>
  )
}
