'use client'

import { useQueries, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useId, useState } from 'react'
import type { FleetDto } from '@/lib/api/contract/comparison'
import { MOST_COMPARED } from '@/lib/api/contract/most'
import { comparisonPath, comparisonQuery } from '@/lib/api/queries/comparison'
import { largestOrchestratorsQuery } from '@/lib/api/queries/orchestrators'
import { reliabilityQuery } from '@/lib/api/queries/reliability'
import { AS_OF } from '@/lib/api/search-params'
import { Abbreviated } from '../../../_components/abbreviated'
import { ADDED, COMPARED, compareHref, readCompared } from '../../../_components/compare-href'
import { CopyButton } from '../../../_components/copy-button'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { formatMoment, formatPlural } from '../../../_components/format'
import { Plus, Printer, Trophy, X } from '../../../_components/icons'
import { NothingYet } from '../../../_components/nothing-yet'
import { Notice } from '../../../_components/notice'
import { OrchestratorLink } from '../../../_components/orchestrator-link'
import { PriceNotes } from '../../../_components/price-notes'
import { QueryNotice } from '../../../_components/query-notice'
import { SaveFile } from '../../../_components/save-file'
import { ScrollRegion } from '../../../_components/scroll-region'
import { Unknown } from '../../../_components/unknown'
import { useAsOf, useKeepAsOf } from '../../../_components/use-as-of'
import {
  type ComparisonCell,
  type ComparisonGroup,
  comparisonCsv,
  comparisonGroups,
  exactTitle,
} from './comparison-rows'

/** Fleets in columns, their facts in rows. `problem`: why somebody could not be added. */
export function CompareView({ problem }: { problem: string | null }) {
  const addresses = readCompared(new URLSearchParams(useSearchParams()))
  return (
    <>
      {problem !== null && <Notice tone="bad" title={problem} />}
      {addresses.length === 0 ? <NobodyYet /> : <Comparison addresses={addresses} />}
    </>
  )
}

function NobodyYet() {
  const keepAsOf = useKeepAsOf()
  const { data } = useQuery(largestOrchestratorsQuery.of(useAsOf()))
  const largest = data?.orchestrators ?? []
  return (
    <>
      <h1 className="text-xl font-semibold">Compare fleets</h1>
      <p className="mt-1 mb-4 max-w-[70ch] text-muted">
        Two to {MOST_COMPARED} orchestrators beside each other: cards, models, prices, slots, latency,
        reliability, versions, regions. The address of the page is the comparison, to keep or to send.
      </p>
      {largest.length > 1 && (
        <p className="mb-4">
          <Link
            href={keepAsOf(compareHref(largest.slice(0, 3).map(({ name }) => name)))}
            className="button button-primary"
          >
            Compare the {formatPlural(Math.min(3, largest.length), 'largest fleet')}
          </Link>
        </p>
      )}
      <AddForm addresses={[]} />
    </>
  )
}

function Comparison({ addresses }: { addresses: readonly string[] }) {
  const asOf = useAsOf()
  const query = useQuery(comparisonQuery(addresses, asOf))
  const scores = useQueries({
    // Reliability is told of now alone.
    queries: addresses.map((address) => ({ ...reliabilityQuery(address), enabled: asOf === null })),
    combine: (answers) => answers.map(({ data }) => data),
  })
  const [onlyDifferences, setOnlyDifferences] = useState(false)
  const { data } = query
  if (!data) return <NothingYet query={query} what="The comparison" />
  const groups = comparisonGroups(data, scores)
  const shown = onlyDifferences
    ? groups
        .map((group) => ({ ...group, rows: group.rows.filter(({ differs }) => differs) }))
        .filter(({ rows }) => rows.length > 0)
    : groups
  const { as_of } = data.snapshot
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-xl font-semibold break-words">{finding(data.fleets)}</h1>
          <p className="text-sm text-muted">
            As of <time dateTime={as_of}>{formatMoment(as_of)}</time>;{' '}
            <a href={comparisonPath(addresses, asOf)} className="link">
              the same as JSON
            </a>
          </p>
        </div>
        <div className="no-print flex flex-wrap gap-2">
          <CopyButton label="Copy link" text={() => window.location.href} />
          <SaveFile
            label="CSV"
            fileName={`fleets-${as_of.slice(0, 16).replace(':', '')}.csv`}
            mediaType="text/csv;charset=utf-8"
            text={() => comparisonCsv(data, shown)}
          />
          <button type="button" className="button" onClick={() => window.print()}>
            <Printer aria-hidden className="size-4" />
            Print
          </button>
        </div>
      </div>
      <QueryNotice query={query} what="The comparison" />
      <div className="no-print mb-3 flex flex-wrap items-end justify-between gap-3">
        <AddForm addresses={addresses} />
        <label className="flex min-h-8 items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={onlyDifferences}
            onChange={(event) => setOnlyDifferences(event.target.checked)}
          />
          Only what differs
        </label>
      </div>
      <div className="panel">
        <ScrollRegion label="Comparison of fleets">
          <ComparisonTable fleets={data.fleets} addresses={addresses} groups={shown} />
        </ScrollRegion>
      </div>
      <p className="mt-2 text-sm text-muted">
        <Trophy aria-hidden className="mr-1 inline size-3.5 align-[-2px] text-good" />
        marks the best of a row where they differ: most nodes, cards, memory and free slots, the largest warm
        share, the highest reliability, the lowest latency and price.
      </p>
      <PriceNotes ethUsd={data.eth_usd} />
    </>
  )
}

function finding(fleets: readonly FleetDto[]): string {
  const called = fleets.map(nameOf)
  if (called.length === 1) return `${called[0]} alone: add one to compare it with`
  return `${new Intl.ListFormat('en').format(called)} beside each other`
}

const nameOf = ({ label, address }: FleetDto): string =>
  label === null ? shortenMiddle(displayText(address), 13) : displayText(label)

function ComparisonTable({
  fleets,
  addresses,
  groups,
}: {
  fleets: readonly FleetDto[]
  addresses: readonly string[]
  groups: readonly ComparisonGroup[]
}) {
  const keepAsOf = useKeepAsOf()
  const id = useId()
  return (
    <table className="data-table comparison">
      <caption className="sr-only">Fleets in columns, and what is compared in rows</caption>
      <thead>
        <tr>
          <th scope="col" className="pinned">
            <span className="sr-only">What is compared</span>
          </th>
          {fleets.map((fleet) => (
            <th
              key={fleet.address}
              scope="col"
              className="text-text!"
              style={{ width: `${100 / (fleets.length + 1)}%` }}
            >
              <div className="flex items-start justify-between gap-2">
                <span className="min-w-0 text-sm font-semibold">
                  <OrchestratorLink address={fleet.address} name={fleet.label} />
                  {fleet.label !== null && (
                    <span className="block font-mono text-xs font-normal text-muted">
                      <Abbreviated text={fleet.address} max={13} />
                    </span>
                  )}
                </span>
                <Link
                  href={keepAsOf(compareHref(addresses.filter((one) => !isSame(one, fleet.address))))}
                  scroll={false}
                  prefetch={false}
                  aria-label={`Take ${nameOf(fleet)} out`}
                  className="no-print grid size-6 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-text"
                >
                  <X aria-hidden className="size-4" />
                </Link>
              </div>
            </th>
          ))}
        </tr>
      </thead>
      {groups.map(({ title, rows }) => (
        <tbody key={title} aria-labelledby={`${id} ${title}`}>
          <tr>
            <th
              id={`${id} ${title}`}
              scope="rowgroup"
              colSpan={fleets.length + 1}
              className="bg-hover! font-medium! text-muted"
            >
              <span className="sticky left-3">{title}</span>
            </th>
          </tr>
          {rows.map(({ label, note, cells, differs }, at) => (
            // Nothing else tells apart two rows of a stranger's choosing.
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no state of their own
            <tr key={at}>
              <th scope="row" className="pinned">
                <Abbreviated text={label} max={48} />
                {note !== null && <span className="block text-xs text-muted">{note}</span>}
              </th>
              {cells.map((cell, i) => (
                <td key={fleets[i]?.address} className={differs ? 'differs' : undefined}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

function Cell({ cell }: { cell: ComparisonCell }) {
  if (cell.kind === 'unknown') return <Unknown reason={cell.reason} />
  const { text, note, isBest } = cell
  return (
    <>
      <span title={exactTitle(cell)} className={isBest ? 'font-semibold text-good' : undefined}>
        {text}
        {isBest && (
          <>
            <Trophy aria-hidden className="ml-1 inline size-3.5 align-[-2px]" />
            <span className="sr-only"> (best)</span>
          </>
        )}
      </span>
      {note !== null && <span className="block text-xs text-muted">{note}</span>}
    </>
  )
}

/** A plain form: it works before and without scripts. */
function AddForm({ addresses }: { addresses: readonly string[] }) {
  const id = useId()
  const asOf = useAsOf()
  const { data } = useQuery(largestOrchestratorsQuery.of(asOf))
  if (addresses.length >= MOST_COMPARED)
    return <p className="text-sm text-muted">Four fit beside each other.</p>
  const others = (data?.orchestrators ?? []).filter(({ name }) => !addresses.some((one) => isSame(one, name)))
  return (
    <form method="get" action="/compare" className="flex flex-wrap items-end gap-2">
      {addresses.length > 0 && <input type="hidden" name={COMPARED} value={addresses.join(',')} />}
      {asOf !== null && <input type="hidden" name={AS_OF} value={asOf} />}
      <label className="grid gap-1 text-xs text-muted">
        Add an orchestrator, by name or address
        <input
          name={ADDED}
          list={id}
          maxLength={200}
          required
          autoComplete="off"
          className="field min-w-64"
        />
      </label>
      <datalist id={id}>
        {others.map(({ name, label }) => (
          <option key={name} value={label ?? name}>
            {name}
          </option>
        ))}
      </datalist>
      <button type="submit" className="button">
        <Plus aria-hidden className="size-4" />
        Add
      </button>
    </form>
  )
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
