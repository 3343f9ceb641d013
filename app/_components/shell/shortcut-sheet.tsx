'use client'

import { X } from '../icons'
import { useSingleKeys } from '../single-keys'
import { Modal } from './modal'
import { PAGES } from './pages'

const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['Ctrl or ⌘', 'K'], does: 'Search pages, models, orchestrators' },
  { keys: ['/'], does: 'Go to the search of the page' },
  { keys: ['?'], does: 'These shortcuts' },
]

/** What the keyboard does, and the switch for whoever does not want single keys to do anything. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const [isOn, set] = useSingleKeys()
  return (
    <Modal
      label="Keyboard shortcuts"
      onClose={onClose}
      className="m-auto max-h-[85dvh] w-[min(40rem,calc(100vw-2rem))] p-4"
    >
      <div className="mb-3 flex items-center justify-between gap-2">
        <h2 className="text-lg font-semibold">Keyboard shortcuts</h2>
        <button type="button" onClick={onClose} aria-label="Close" className="button px-1.5!">
          <X aria-hidden className="size-4" />
        </button>
      </div>
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        <Keys title="Everywhere" rows={SHORTCUTS} />
        <Keys title="Lists of offerings" rows={LIST_SHORTCUTS} />
        <div className="sm:col-span-2">
          <Keys
            title="Go to a page"
            rows={PAGES.map(({ letter, label }) => ({ keys: ['g', letter], does: label }))}
            isWide
          />
        </div>
      </div>
      <label className="mt-4 flex items-center gap-2 text-sm">
        <input type="checkbox" checked={isOn} onChange={(event) => set(event.target.checked)} />
        Keys without Ctrl or ⌘ do something
      </label>
    </Modal>
  )
}

const LIST_SHORTCUTS = [
  { keys: ['j'], does: 'Next row' },
  { keys: ['k'], does: 'Row before' },
  { keys: ['Enter'], does: 'Details of the row' },
  { keys: ['x'], does: 'Compare its orchestrator' },
  { keys: ['Ctrl or ⌘', 'B'], does: 'Fold the filters' },
]

function Keys({
  title,
  rows,
  isWide = false,
}: {
  title: string
  rows: readonly { readonly keys: readonly string[]; readonly does: string }[]
  isWide?: boolean
}) {
  return (
    <section>
      <h3 className="mb-1 text-xs text-muted">{title}</h3>
      <dl className={isWide ? 'grid gap-x-6 sm:grid-cols-2' : 'grid'}>
        {rows.map(({ keys, does }) => (
          <div
            key={does}
            className="flex items-center justify-between gap-2 border-b border-line py-1 text-sm"
          >
            <dt>{does}</dt>
            <dd className="flex gap-1 whitespace-nowrap">
              {keys.map((key) => (
                <kbd key={key} className="rounded-md border border-line bg-hover px-1.5 font-mono text-xs">
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
