'use client'

import { Check } from './icons'
import { useCopy } from './use-copy'

/** A rounded number: focus shows every digit, a click copies them. */
export function CopyExact({ short, exact }: { short: string; exact: string }) {
  const { state, copy } = useCopy(() => exact.replaceAll(',', ''))
  const isCopied = state === 'copied'
  return (
    <button
      type="button"
      onClick={copy}
      className="-mt-1.5 min-h-6 rounded-md pt-1.5 text-end -outline-offset-1 hover:underline"
    >
      {isCopied && <Check aria-hidden className="mr-1 inline size-3.5 text-good" />}
      <span aria-hidden className="abbreviated-short">
        {short}
      </span>
      <span className="abbreviated-whole">{exact}</span>
      <span className="sr-only" role="status">
        {isCopied && 'Copied'}
      </span>
    </button>
  )
}
