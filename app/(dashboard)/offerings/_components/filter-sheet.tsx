'use client'

import { type ReactNode, type Ref, useId, useImperativeHandle, useRef, useState } from 'react'
import type { OfferingFilters } from '@/lib/api/search-params'
import { formatCount, formatPlural } from '../../../_components/format'
import { SlidersHorizontal, X } from '../../../_components/icons'
import { chipsOf } from './filter-chips'

export interface FilterSheetHandle {
  readonly open: () => void
}

/** The filters on small screens: a dialog that says how many results wait behind it. */
export function FilterSheet({
  ref,
  filters,
  count,
  children,
}: {
  ref: Ref<FilterSheetHandle>
  filters: OfferingFilters
  count: number
  children: ReactNode
}) {
  const [isOpen, setIsOpen] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const active = chipsOf(filters).length
  const open = () => {
    setIsOpen(true)
    dialog.current?.showModal()
  }
  useImperativeHandle(ref, () => ({ open }))
  const close = () => dialog.current?.close()
  return (
    <>
      <button type="button" className="button xl:hidden" aria-haspopup="dialog" onClick={open}>
        <SlidersHorizontal aria-hidden className="size-4" />
        Filters{active > 0 && ` (${formatCount(active)})`}
      </button>
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        onClose={() => setIsOpen(false)}
        className="m-0 ml-auto h-dvh max-h-none w-full max-w-sm border-line bg-raised text-text shadow-xl backdrop:bg-black/50 sm:border-l"
      >
        {isOpen && (
          <div className="flex h-full flex-col">
            <div className="flex items-center justify-between border-b border-line px-4 py-2">
              <h2 id={titleId} className="text-lg font-semibold">
                Filters
              </h2>
              <button
                type="button"
                onClick={close}
                aria-label="Close filters"
                className="grid size-8 place-items-center rounded-md hover:bg-hover"
              >
                <X aria-hidden className="size-5" />
              </button>
            </div>
            <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4">{children}</div>
            <div className="border-t border-line p-4">
              <button type="button" onClick={close} className="button button-primary min-h-10 w-full">
                Show {formatPlural(count, 'result')}
              </button>
            </div>
          </div>
        )}
      </dialog>
    </>
  )
}
