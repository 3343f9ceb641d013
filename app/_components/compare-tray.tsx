'use client'

import Link from 'next/link'
import { MOST_COMPARED } from '@/lib/api/contract/most'
import { compareHref } from './compare-href'
import { Scale, X } from './icons'
import { createLocalStore, useLocalStore } from './local-store'
import { shortAddress } from './short-address'
import { useKeepAsOf } from './use-as-of'

/** Addresses of orchestrators that were put aside to be compared, in that order. */
const store = createLocalStore<readonly string[]>('compare-orchestrators', {
  initial: [],
  parse: (json) =>
    Array.isArray(json) ? json.filter((one): one is string => isAddress(one)).slice(0, MOST_COMPARED) : null,
})

const isAddress = (value: unknown): boolean => typeof value === 'string' && /^0x[0-9a-f]{40}$/i.test(value)

export interface CompareTrayState {
  readonly addresses: readonly string[]
  readonly isFull: boolean
  readonly has: (address: string) => boolean
  /** Puts it in, or takes it out; a full tray stays as it is. */
  readonly toggle: (address: string) => void
  readonly clear: () => void
}

/** Which orchestrators this browser has put aside to be compared. */
export function useCompareTray(): CompareTrayState {
  const addresses = useLocalStore(store)
  const isFull = addresses.length >= MOST_COMPARED
  const has = (address: string) => addresses.some((one) => isSame(one, address))
  return {
    addresses,
    isFull,
    has,
    toggle(address) {
      if (has(address)) store.write(addresses.filter((one) => !isSame(one, address)))
      else if (!isFull && isAddress(address)) store.write([...addresses, address])
    },
    clear: () => store.write([]),
  }
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Puts an orchestrator aside to be compared, or takes it back. `isIcon`: where rows have little room. */
export function CompareButton({ address, isIcon = false }: { address: string; isIcon?: boolean }) {
  const { has, isFull, toggle } = useCompareTray()
  const isIn = has(address)
  const isRefused = isFull && !isIn
  return (
    <button
      type="button"
      aria-pressed={isIn}
      aria-label={`Compare ${shortAddress(address)}`}
      // Disabled it would lose the focus with the fourth one.
      aria-disabled={isRefused}
      title={
        isRefused
          ? `${MOST_COMPARED} can be compared at a time; take one out first`
          : isIn
            ? 'Take it out of the comparison'
            : 'Put it aside to compare it'
      }
      onClick={() => toggle(address)}
      className={
        isIcon
          ? `inline-grid size-6 shrink-0 place-items-center rounded-md aria-disabled:opacity-50 ${isIn ? 'bg-accent text-on-accent' : 'text-muted hover:bg-line'}`
          : `button aria-disabled:text-muted ${isIn ? 'border-accent bg-accent-soft' : ''}`
      }
    >
      <Scale aria-hidden className={isIcon ? 'size-3.5' : 'size-4'} />
      {!isIcon && (isIn ? 'In comparison' : 'Compare')}
    </button>
  )
}

/** What was put aside, at the lower edge of the page; nothing while there is none. */
export function CompareTray() {
  const { addresses, toggle, clear } = useCompareTray()
  const keepAsOf = useKeepAsOf()
  if (addresses.length === 0) return null
  return (
    <section
      aria-label="Comparison"
      className="send-bar no-print z-20 mt-4 flex flex-wrap items-center gap-2 rounded-md border border-line-strong bg-raised px-3 py-2 shadow-lg"
    >
      <p role="status" className="text-sm font-medium">
        {addresses.length === 1 ? '1 orchestrator' : `${addresses.length} orchestrators`} to compare
      </p>
      <ul className="flex flex-1 flex-wrap gap-2">
        {addresses.map((address) => (
          <li key={address}>
            <button
              type="button"
              onClick={() => toggle(address)}
              aria-label={`Remove ${shortAddress(address)} from the comparison`}
              title={address}
              className="flex min-h-7 items-center gap-1.5 rounded-md border border-line-strong px-2 font-mono text-xs whitespace-nowrap hover:bg-hover"
            >
              {shortAddress(address)}
              <X aria-hidden className="size-3.5 text-muted" />
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="button" onClick={clear}>
        Clear
      </button>
      <Link href={keepAsOf(compareHref(addresses))} className="button button-primary" prefetch={false}>
        Compare
      </Link>
    </section>
  )
}
