'use client'

import { useState } from 'react'
import { displayText, shortenMiddle } from './display-text'
import { NameText } from './name-text'

/** Text of any length from a stranger: short when it is, else its two ends and a button for the rest. */
export function LongText({ text, max, what }: { text: string; max: number; what: string }) {
  const [isOpen, setIsOpen] = useState(false)
  const whole = displayText(text)
  const short = shortenMiddle(whole, max)
  if (short === whole) return <NameText text={whole} />
  return (
    <>
      <NameText text={isOpen ? whole : short} title={whole} />{' '}
      <button
        type="button"
        aria-expanded={isOpen}
        aria-label={`${isOpen ? 'Shorten' : 'Show'} the whole ${what}`}
        onClick={() => setIsOpen(!isOpen)}
        className="link min-h-6 px-1 text-xs no-print"
      >
        {isOpen ? 'less' : 'more'}
      </button>
    </>
  )
}
