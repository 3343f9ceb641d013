'use client'

import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import { MAX_HISTORIES } from '@/lib/api/contract/most'
import type { OfferingDto } from '@/lib/api/contract/offering'
import type { OfferingFacetsDto } from '@/lib/api/contract/offering-page'
import { FIRST_OFFERINGS } from '@/lib/api/queries/offerings'
import { useCompareTray } from '../../../_components/compare-tray'
import { formatCount, formatPlural } from '../../../_components/format'
import { isTypingIn } from '../../../_components/is-typing-in'
import type { OfferingSort } from '../../../_components/offering-url'
import { useSingleKeys } from '../../../_components/single-keys'
import { SortHeader } from '../../../_components/sort-header'
import { formatSort, sortSentence } from '../../../_components/table-sort'
import { NAME_COLUMN, type OfferingColumn, SORT_COLUMNS } from './columns'
import { OfferingRow } from './offering-row'
import { SparkContext } from './sparkline'
import { DENSITIES, type Density } from './table-layout'
import { useIsWide } from './use-is-wide'
import { useSparks } from './use-sparks'

/** Cards of a phone at first, and with each step. */
const CARDS = 12
const OVERSCAN = 4
/** So many rows before the end the next ones are asked for. */
const AHEAD = 30

export interface OfferingRows {
  readonly offerings: readonly OfferingDto[]
  /** How many match, whether they are here or not. */
  readonly count: number
  readonly hasMore: boolean
  readonly isAsking: boolean
  readonly askMore: () => void
}

/**
 * Offerings in a window of their own: only what is in view is drawn, and further rows are asked for on the way down.
 * Before the page is alive, and without scripts, the first ones are all there; on phones rows are cards.
 */
export const OfferingsTable = memo(function OfferingsTable({
  rows: { offerings, count, hasMore, isAsking, askMore },
  columns,
  density,
  sort,
  facets,
  asOf,
  enterRef,
  onSort,
  onOpen,
}: {
  rows: OfferingRows
  columns: readonly OfferingColumn[]
  density: Density
  sort: OfferingSort | null
  /** What numbers of a column lie between. */
  facets: OfferingFacetsDto
  asOf: string | null
  /** Goes to the first row in view. */
  enterRef: RefObject<(() => void) | null>
  onSort: (sort: OfferingSort | null) => void
  onOpen: (id: string) => void
}) {
  const isWide = useIsWide()
  const order = sort ? formatSort(sort) : ''
  const scroller = useRef<HTMLElement>(null)
  const afterRows = useRef<HTMLParagraphElement>(null)
  const [active, setActive] = useState<number | null>(null)
  const [cards, setCards] = useState({ order, shown: CARDS })
  const rowHeight = DENSITIES[density]
  const { toggle } = useCompareTray()
  const [hasSingleKeys] = useSingleKeys()

  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range)
      // What has the focus stays where it is.
      if (active === null || active >= range.count || indexes.includes(active)) return indexes
      return [...indexes, active].sort((a, b) => a - b)
    },
    [active],
  )
  const virtualizer = useVirtualizer({
    count: offerings.length,
    enabled: isWide === true,
    getScrollElement: () => scroller.current,
    // Until it is measured: with no height no row would be in view, and what somebody is just clicking would be gone.
    initialRect: { width: 0, height: FIRST_OFFERINGS * rowHeight },
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    // The header stands before the rows, and stays in view.
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    rangeExtractor,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height stand elsewhere
  useEffect(() => {
    virtualizer.measure()
  }, [virtualizer, rowHeight])
  // Another order begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the order moves it
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0
  }, [order])

  const items = isWide ? virtualizer.getVirtualItems() : null
  const lastShown = items?.at(-1)?.index ?? 0
  const isNearEnd = items !== null && lastShown >= offerings.length - AHEAD
  useEffect(() => {
    if (isNearEnd && hasMore && !isAsking) askMore()
  }, [isNearEnd, hasMore, isAsking, askMore])

  const shownCards = cards.order === order ? cards.shown : CARDS
  const drawn = items
    ? items.map(({ index }) => index)
    : Array.from(
        { length: isWide === false ? Math.min(shownCards, offerings.length) : offerings.length },
        (_, i) => i,
      )

  const sparks = useSparks(items ? idsAround(offerings, drawn[0] ?? 0, drawn.at(-1) ?? 0) : NO_IDS, {
    hasPrice: columns.some(({ key }) => key === 'price-24h'),
    hasLatency: columns.some(({ key }) => key === 'latency-24h'),
    facets,
    asOf,
  })

  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(offerings.length - 1, index))
    flushSync(() => setActive(next))
    virtualizer.scrollToIndex(next)
    scroller.current
      ?.querySelector<HTMLElement>(`tr[data-index="${next}"] [data-row-link]`)
      ?.focus({ preventScroll: true })
  }
  // Rows that come may take away the one that has the focus: it goes on with the same offering, else at the same place.
  const focusedId = useRef<string | null>(null)
  useEffect(() => {
    if (active === null || document.activeElement !== document.body) return
    const same = offerings.findIndex(({ id }) => id === focusedId.current)
    const at = same === -1 ? Math.min(active, offerings.length - 1) : same
    const link = scroller.current?.querySelector<HTMLElement>(`tr[data-index="${at}"] [data-row-link]`)
    ;(link ?? scroller.current)?.focus({ preventScroll: true })
  }, [offerings, active])
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isWide || event.metaKey || event.ctrlKey || event.altKey || isTypingIn(event.target)) return
    const isLetter = event.key.length === 1
    if (isLetter && !hasSingleKeys) return
    const from = rowOf(event.target)
    if (event.key === 'Escape' && from !== null) afterRows.current?.focus()
    if (event.key === 'x' && from !== null) {
      const address = offerings[from]?.orchestrator ?? null
      if (address !== null) toggle(address)
    }
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    goTo(from === null ? firstInView() : from + step)
  }
  const firstInView = () => Math.floor((scroller.current?.scrollTop ?? 0) / rowHeight)
  useEffect(() => {
    enterRef.current = isWide ? () => goTo(firstInView()) : null
  })

  const sentence = sort?.key === 'price' ? priceSentence(sort) : sortSentence(sort, SORT_COLUMNS)
  const isByPrice = sort?.key === 'price'
  return (
    <div className="panel overflow-clip">
      <p role="status" className="sr-only">
        {sentence}
      </p>
      <section
        ref={scroller}
        aria-label="Rows of offerings"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const at = rowOf(event.target)
          focusedId.current = at === null ? null : (offerings[at]?.id ?? null)
          setActive(at)
        }}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setActive(null)
        }}
        className="explorer-scroller"
        style={cssVariables({ '--row-height': `${rowHeight}px`, '--table-width': `${widthOf(columns)}px` })}
      >
        <table
          aria-rowcount={count + 1}
          className={`data-table card-table explorer-table ${isWide === null ? 'is-still' : ''}`}
        >
          <caption className="sr-only">Offerings. {sentence}</caption>
          <colgroup>
            <col style={{ width: NAME_COLUMN.width }} />
            {columns.map(({ key, width }) => (
              <col key={key} style={{ width }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              <SortHeader column={{ ...NAME_COLUMN, width: '' }} sort={sort} onSort={onSort} />
              {columns.map(({ key, label, isNumber = false, sort: by }) =>
                by ? (
                  <SortHeader
                    key={key}
                    column={{ key: by, label, isNumber, width: '' }}
                    sort={sort}
                    onSort={onSort}
                  />
                ) : (
                  <th key={key} scope="col" className={isNumber ? 'number' : ''}>
                    {label}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <SparkContext value={sparks}>
            <tbody>
              {drawn.map((index, at) => {
                const offering = offerings[index]
                if (!offering) return null
                const gap = index - (drawn[at - 1] ?? -1) - 1
                return [
                  items && gap > 0 && <Gap key={`gap ${index}`} rows={gap} height={rowHeight} />,
                  <OfferingRow
                    key={offering.id}
                    offering={offering}
                    columns={columns}
                    index={index}
                    asOf={asOf}
                    isFirstOfUnit={isByPrice && unitOf(offerings[index - 1]) !== unitOf(offering)}
                    onOpen={onOpen}
                  />,
                ]
              })}
              {items && <Gap rows={offerings.length - 1 - (drawn.at(-1) ?? -1)} height={rowHeight} />}
            </tbody>
          </SparkContext>
        </table>
      </section>
      {isWide === false ? (
        <MoreCards
          shown={drawn.length}
          count={count}
          isAsking={isAsking}
          onMore={() => {
            setCards({ order, shown: shownCards + CARDS })
            if (hasMore && shownCards + CARDS > offerings.length) askMore()
          }}
        />
      ) : (
        <p ref={afterRows} tabIndex={-1} className="border-t border-line px-3 py-1.5 text-xs text-muted">
          {offerings.length < count
            ? `${formatCount(offerings.length)} of ${formatPlural(count, 'row')} read; more come on the way down.`
            : `All ${formatPlural(count, 'row')}.`}{' '}
          <span className="max-sm:hidden">
            Arrow keys go from row to row, Enter opens one, x puts its orchestrator aside to compare, Escape
            leaves the rows.
          </span>
        </p>
      )}
    </div>
  )
})

/** As in globals.css. */
const HEADER_HEIGHT = 32

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }

const priceSentence = ({ isDescending }: OfferingSort): string =>
  `Sorted by price within each unit, ${isDescending ? 'descending' : 'ascending'}.`

/** React passes them on as they are; its types know no properties of one's own. */
const cssVariables = (variables: Readonly<Record<`--${string}`, string>>): CSSProperties =>
  variables as CSSProperties

const widthOf = (columns: readonly OfferingColumn[]): number =>
  columns.reduce<number>((sum, { width }) => sum + width, NAME_COLUMN.width)

const NO_IDS: readonly string[] = []
/** Pictures are asked for by so many rows at a time, and not anew with each row that comes into view. */
const SPARK_ROWS = 15

/** The offerings that are drawn and those near them; as many as one question may be of. */
function idsAround(offerings: readonly OfferingDto[], first: number, last: number): readonly string[] {
  const from = Math.floor(first / SPARK_ROWS) * SPARK_ROWS
  const to = Math.min((Math.floor(last / SPARK_ROWS) + 1) * SPARK_ROWS, from + MAX_HISTORIES)
  return offerings.slice(from, to).map(({ id }) => id)
}

const unitOf = (offering: OfferingDto | undefined): string | null => offering?.price?.unit ?? null

/** The place of the row that something is in; null: in none. */
function rowOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('tr[data-index]') : null
  return row ? Number(row.dataset.index) : null
}

/** Rows that are not drawn, as high as they would be. */
function Gap({ rows, height }: { rows: number; height: number }) {
  if (rows <= 0) return null
  return (
    <tr aria-hidden className="gap-row" style={{ height: rows * height }}>
      <td />
    </tr>
  )
}

function MoreCards({
  shown,
  count,
  isAsking,
  onMore,
}: {
  shown: number
  count: number
  isAsking: boolean
  onMore: () => void
}) {
  if (shown >= count) return null
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-3 py-2">
      <p className="text-sm text-muted">
        {formatCount(shown)} of {formatPlural(count, 'row')} shown
      </p>
      <button type="button" className="button" aria-busy={isAsking} onClick={onMore}>
        Show {formatCount(Math.min(CARDS, count - shown))} more
      </button>
    </div>
  )
}
