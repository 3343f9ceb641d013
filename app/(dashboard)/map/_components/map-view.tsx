'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs'
import { type ReactNode, useId, useMemo } from 'react'
import { regionMapPath, regionMapQuery } from '@/lib/api/queries/region-map'
import { summaryQuery } from '@/lib/api/queries/summary'
import { CopyButton } from '../../../_components/copy-button'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { formatMoment, formatPlural } from '../../../_components/format'
import { NothingYet } from '../../../_components/nothing-yet'
import { Notice } from '../../../_components/notice'
import { offeringsHref } from '../../../_components/offering-url'
import { PriceNotes } from '../../../_components/price-notes'
import { QueryNotice } from '../../../_components/query-notice'
import { RowsOfBefore } from '../../../_components/rows-of-before'
import { useAsOf } from '../../../_components/use-as-of'
import { useKeptAnswer } from '../../../_components/use-kept-answer'
import { mapFinding } from './map-finding'
import { mapMarks } from './map-marks'
import { MAP_HEIGHT, MAP_WIDTH } from './map-projection'
import { RegionCircles } from './region-circles'
import { RegionsTable } from './regions-table'

const SIZES = ['nodes', 'cards'] as const
const OPTIONS = { history: 'push', shallow: true, scroll: false } as const
const SIZE_WORDS: Readonly<Record<(typeof SIZES)[number], string>> = {
  nodes: 'Nodes',
  cards: 'Reported cards',
}

/** Where what is offered is; `land` is the drawing below the circles. */
export function MapView({ land }: { land: ReactNode }) {
  const [pipeline, setPipeline] = useQueryState(
    'pipeline',
    parseAsString.withDefault('').withOptions(OPTIONS),
  )
  const [by, setBy] = useQueryState(
    'size',
    parseAsStringLiteral(SIZES).withDefault('nodes').withOptions(OPTIONS),
  )
  const asOf = useAsOf()
  const query = useKeptAnswer(
    useQuery({ ...regionMapQuery(pipeline, asOf), placeholderData: keepPreviousData }),
  )
  const { data: summary } = useQuery(summaryQuery(asOf))
  const { data } = query
  const marks = useMemo(() => mapMarks(data?.regions ?? [], by), [data, by])
  const id = useId()
  if (!data) return <NothingYet query={query} what="The map" />
  const hrefOf = (region: string) =>
    offeringsHref({ region: [region], pipeline: pipeline === '' ? [] : [pipeline] }, { asOf })
  const unplaced = data.regions.filter(({ place }) => place === null)
  const names = [
    ...new Set([
      ...(summary?.pipelines ?? []).map((row) => row.pipeline),
      ...(pipeline === '' ? [] : [pipeline]),
    ]),
  ].sort()
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-xl font-semibold break-words">
            <bdi>{mapFinding(data)}</bdi>
          </h1>
          <p className="text-sm text-muted">
            {formatPlural(data.regions.length, 'region')}
            {data.unknown.nodes > 0 &&
              `; of ${formatPlural(data.unknown.nodes, 'node')} nobody says where they are`}
            . As of <time dateTime={data.snapshot.as_of}>{formatMoment(data.snapshot.as_of)}</time>;{' '}
            <a href={regionMapPath(pipeline, asOf)} className="link">
              the same as JSON
            </a>
          </p>
        </div>
        <div className="no-print flex flex-wrap items-end gap-2">
          <label htmlFor={`${id}-pipeline`} className="grid min-w-0 gap-1 text-xs font-semibold">
            Pipeline
            <select
              id={`${id}-pipeline`}
              value={pipeline}
              onChange={(event) => void setPipeline(event.target.value || null)}
              className="field font-normal"
            >
              <option value="">Any pipeline</option>
              {names.map((name) => (
                <option key={name} value={name}>
                  {shortenMiddle(displayText(name), 40)}
                </option>
              ))}
            </select>
          </label>
          <fieldset className="flex gap-1">
            <legend className="mb-1 text-xs font-semibold">Size of the circles</legend>
            {SIZES.map((size) => (
              <button
                key={size}
                type="button"
                aria-pressed={size === by}
                onClick={() => void setBy(size)}
                className="button aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
              >
                {SIZE_WORDS[size]}
              </button>
            ))}
          </fieldset>
          <CopyButton label="Copy link" text={() => window.location.href} />
        </div>
      </div>
      <QueryNotice query={query} what="The map" />
      <RowsOfBefore isWaiting={query.isWaiting}>
        {data.regions.length === 0 && data.unknown.nodes === 0 ? (
          <Notice tone="plain" title="No node offers this">
            Another pipeline may be offered; the list above has those of now.
          </Notice>
        ) : (
          <>
            <figure className="panel mb-4 min-w-0 p-3">
              <figcaption className="mb-2 text-sm text-muted">
                {SIZE_WORDS[by]} by region, as areas of circles; each stands about in the middle of its
                region, since a region is no place. A circle leads to its offerings; the table below has the
                same numbers.
              </figcaption>
              {/* biome-ignore lint/a11y/useSemanticElements: a drawing with links has no element of its own */}
              <svg
                role="group"
                aria-label={`${SIZE_WORDS[by]} by region`}
                viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`}
                className="mx-auto h-auto max-h-[36rem] w-full"
              >
                {land}
                <RegionCircles marks={marks} by={by} hrefOf={hrefOf} />
              </svg>
              {unplaced.length > 0 && (
                <p className="mt-2 text-sm">
                  Not drawn, since nobody knows where that is:{' '}
                  <bdi>
                    {unplaced
                      .map(({ name, nodes }) => `${displayText(name)} (${formatPlural(nodes, 'node')})`)
                      .join(', ')}
                  </bdi>
                </p>
              )}
              {data.unknown.nodes > 0 && (
                <p className="mt-2 text-sm text-muted">
                  Of {formatPlural(data.unknown.nodes, 'node')} nobody says where they are.
                </p>
              )}
            </figure>
            <RegionsTable data={data} hrefOf={hrefOf} />
          </>
        )}
      </RowsOfBefore>
      {data.pipeline !== null && <PriceNotes ethUsd={data.eth_usd} />}
    </>
  )
}
