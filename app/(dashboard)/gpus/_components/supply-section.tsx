'use client'

import type { ReactNode } from 'react'
import type { GpuSupplyDto } from '@/lib/api/contract/gpu-supply'
import { formatCount } from '../../../_components/format'
import { LongText } from '../../../_components/long-text'
import { ShowMore } from '../../../_components/show-more'
import { Unknown } from '../../../_components/unknown'
import { useUnfolding } from '../../../_components/use-unfolding'
import type { GpuFilter } from './gpu-columns'

const PAGE = 8

/** Cards by size, region and pipeline, each with how many nodes it is of; each part narrows the list of cards. */
export function SupplySection({
  supply: { classes, regions, pipelines },
  onChoose,
}: {
  supply: GpuSupplyDto
  onChoose: (filter: GpuFilter, value: string) => void
}) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-3">
      <Parts
        title="By memory"
        first="Memory"
        coverage="Nodes that have some"
        rows={classes.map(({ vram_gb, cards, nodes }) => ({
          key: String(vram_gb),
          name:
            vram_gb === null ? (
              <Unknown reason="No node says how much memory these have." />
            ) : (
              <Choose onClick={() => onChoose('vram_gb', String(vram_gb))}>{formatCount(vram_gb)} GB</Choose>
            ),
          cards,
          of: formatCount(nodes),
        }))}
      />
      <Parts
        title="By region"
        first="Region"
        coverage="Nodes that report any"
        rows={regions.map(({ name, cards, nodes_reporting, nodes_counted }) => ({
          key: name ?? '',
          name:
            name === null ? (
              <Unknown reason="Nobody says where these nodes are." />
            ) : (
              <Choose onClick={() => onChoose('region', name)}>
                <LongText text={name} max={24} what="region" />
              </Choose>
            ),
          cards,
          of: `${formatCount(nodes_reporting)} of ${formatCount(nodes_counted)}`,
        }))}
      />
      <Parts
        title="By pipeline"
        first="Pipeline"
        coverage="Nodes that report any"
        rows={pipelines.map(({ name, cards, nodes_reporting, nodes_counted }) => ({
          key: name,
          name: (
            <Choose onClick={() => onChoose('pipeline', name)}>
              <LongText text={name} max={24} what="pipeline name" />
            </Choose>
          ),
          cards,
          of: `${formatCount(nodes_reporting)} of ${formatCount(nodes_counted)}`,
        }))}
      />
    </div>
  )
}

function Choose({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" onClick={onClick} className="link min-h-6 text-start">
      {children}
    </button>
  )
}

interface Part {
  readonly key: string
  readonly name: ReactNode
  readonly cards: number
  /** How many nodes it is of. */
  readonly of: string
}

function Parts({
  title,
  first,
  coverage,
  rows,
}: {
  title: string
  first: string
  coverage: string
  rows: readonly Part[]
}) {
  const unfolding = useUnfolding(title, PAGE)
  return (
    <section aria-label={title} className="panel min-w-0">
      <h2 className="px-3 pt-3 text-base font-semibold">{title}</h2>
      <table className="data-table [&_tbody_:is(td,th)]:align-middle">
        <caption className="sr-only">Cards {title.toLowerCase()}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col" className="number">
              Cards
            </th>
            <th scope="col" className="number">
              {coverage}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, unfolding.limit).map(({ key, name, cards, of }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td className="number">{formatCount(cards)}</td>
              <td className="number text-muted">{of}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ShowMore total={rows.length} unfolding={unfolding} page={PAGE} />
    </section>
  )
}
