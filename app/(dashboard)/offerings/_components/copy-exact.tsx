'use client'

import { Check } from 'lucide-react'
import { useEffect, useState } from 'react'

/** A rounded number: focus shows every digit, a click copies them. */
export function CopyExact({ short, exact }: { short: string; exact: string }) {
  const [isCopied, setIsCopied] = useState(false)

  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [isCopied])

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(exact.replaceAll(',', ''))
      setIsCopied(true)
    } catch {
      // No clipboard here: focus shows the digits all the same.
    }
  }

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
