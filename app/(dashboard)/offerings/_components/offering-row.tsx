'use client'

import { memo } from 'react'
import type { OfferingDto } from '@/lib/api/contract/offering'
import { AS_OF } from '@/lib/api/search-params'
import { Abbreviated } from '../../../_components/abbreviated'
import { CellLabel } from '../../../_components/cell-label'
import { CompareButton } from '../../../_components/compare-tray'
import { OPEN_OFFERING } from '../../../_components/offering-url'
import { Unknown } from '../../../_components/unknown'
import type { OfferingColumn } from './columns'

export const NO_MODEL: Readonly<Record<OfferingDto['kind'], string>> = {
  ai: 'The node does not say which model.',
  byoc: 'The node does not say which model.',
  'live-runner': 'A live runner states an app, and no model.',
  transcoding: 'Transcoding needs no model.',
}

/** One offering. It reads nothing of the page itself, so that a filter that leaves it as it is costs nothing. */
export const OfferingRow = memo(function OfferingRow({
  offering,
  columns,
  index,
  asOf,
  isFirstOfUnit,
  onOpen,
}: {
  offering: OfferingDto
  columns: readonly OfferingColumn[]
  /** Its place in the list, from 0. */
  index: number
  asOf: string | null
  /** Prices of another unit stand above. */
  isFirstOfUnit: boolean
  onOpen: (id: string) => void
}) {
  const { id, kind, model, pipeline } = offering
  const address = new URLSearchParams({ [OPEN_OFFERING]: id, ...(asOf !== null && { [AS_OF]: asOf }) })
  return (
    // The header is the first row.
    <tr aria-rowindex={index + 2} data-index={index} className={isFirstOfUnit ? 'unit-start' : undefined}>
      <th scope="row" className="wide name-cell">
        <CellLabel>Model</CellLabel>
        <span className="flex items-center gap-1">
          {offering.orchestrator !== null && <CompareButton address={offering.orchestrator} isIcon />}
          <a
            href={`/offerings?${address}`}
            data-row-link
            className="link min-w-0 font-medium lg:truncate"
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
              event.preventDefault()
              onOpen(id)
            }}
          >
            {model === null ? (
              <>
                <Abbreviated text={pipeline} max={32} /> <Unknown reason={NO_MODEL[kind]} />
              </>
            ) : (
              <Abbreviated text={model} max={36} />
            )}
          </a>
        </span>
      </th>
      {columns.map(({ key, label, isNumber, isWideOnly, hasOwnLine, Cell }) => (
        <td
          key={key}
          className={`${isNumber ? 'number' : ''} ${isWideOnly ? 'max-lg:hidden!' : ''} ${hasOwnLine ? 'wide' : ''}`}
        >
          <CellLabel>{label}</CellLabel>
          <Cell offering={offering} asOf={asOf} />
        </td>
      ))}
    </tr>
  )
})
