'use client'

import type { ReportedDto, SourceDetailDto } from '@/lib/api/contract/source-detail'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { CellLabel } from '../../../../_components/cell-label'
import { CopyAddress } from '../../../../_components/copy-address'
import { displayText, displayUri } from '../../../../_components/display-text'
import { formatCount, formatMoment, formatPlural } from '../../../../_components/format'
import { GpuList } from '../../../../_components/gpu-list'
import { LongText } from '../../../../_components/long-text'
import { OutcomeBadge } from '../../../../_components/outcome-badge'
import { RelativeTime } from '../../../../_components/relative-time'
import { STATE_FACES, StateBadge } from '../../../../_components/state-badge'
import { Unknown } from '../../../../_components/unknown'
import { FewFirst } from '../../_components/few-first'
import { LongList } from '../../_components/long-list'
import { NodeLink } from '../../_components/node-link'

type Gateway = NonNullable<SourceDetailDto['gateway']>
/** Several rows may report one URI, so a row is known by its place. */
interface PlacedRow extends ReportedDto {
  readonly place: number
}

/** What another gateway says of the network, beside what we found at the same places. */
export function ReportedSection({ name, gateway }: { name: string; gateway: Gateway }) {
  const { reported_at, rows, refused } = gateway
  const placed = rows.map((row, at) => ({ ...row, place: at + 1 }))
  return (
    <section aria-labelledby="reported-title" className="panel min-w-0">
      <h2 id="reported-title" className="px-3 pt-3 text-lg font-semibold">
        As reported by <bdi>{displayText(name)}</bdi> at{' '}
        <time dateTime={reported_at}>{formatMoment(reported_at)}</time> — its word, not what we found
      </h2>
      <p className="px-3 pb-3 text-sm text-muted">
        {formatPlural(rows.length, 'orchestrator')} reported
        {refused.length > 0 && `, ${formatPlural(refused.length, 'row')} left out`}.
      </p>
      {rows.length > 0 && (
        <LongList items={placed} one="orchestrator" many="orchestrators">
          {(shown) => <RowsTable rows={shown} />}
        </LongList>
      )}
      {refused.length > 0 && <RefusedRows refused={refused} />}
    </section>
  )
}

function RowsTable({ rows }: { rows: readonly PlacedRow[] }) {
  return (
    <table className="data-table card-table">
      <caption className="sr-only">Orchestrators as reported</caption>
      <thead>
        <tr>
          <th scope="col" className="w-[26%]">
            Reported URI
          </th>
          <th scope="col" className="w-[12%]">
            Orchestrator
          </th>
          <th scope="col" className="w-[8%]">
            Version
          </th>
          <th scope="col" className="w-[26%]">
            Offers
          </th>
          <th scope="col" className="w-[12%]">
            GPU
          </th>
          <th scope="col" className="w-[16%]">
            We found
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <ReportedRow key={row.place} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function ReportedRow({ row }: { row: PlacedRow }) {
  const { uri, orchestrator, version, offers, gpus, probed } = row
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Reported URI</CellLabel>
        <span className="font-medium">
          {uri === '' ? (
            <Unknown reason="It states no address, so it takes no work itself." />
          ) : (
            <LongText text={displayUri(uri)} max={64} what="address" />
          )}
        </span>
      </th>
      <td>
        <CellLabel>Orchestrator</CellLabel>
        {orchestrator === null ? (
          <Unknown reason="No orchestrator address is reported." />
        ) : (
          <CopyAddress address={orchestrator} />
        )}
      </td>
      <td>
        <CellLabel>Version</CellLabel>
        {version === null ? (
          <Unknown reason="No version is reported." />
        ) : (
          <LongText text={version} max={40} what="version" />
        )}
      </td>
      <td className="wide">
        <CellLabel>Offers</CellLabel>
        <Offers row={row} offers={offers} />
      </td>
      <td className="wide">
        <CellLabel>GPU</CellLabel>
        <GpuList gpus={gpus} />
      </td>
      <td className="wide">
        <CellLabel>We found</CellLabel>
        <Found probed={probed} />
      </td>
    </tr>
  )
}

function Offers({ row: { uri }, offers }: { row: PlacedRow; offers: ReportedDto['offers'] }) {
  if (offers.length === 0) return <Unknown reason="No offer is reported." />
  const placed = offers.map((offer, at) => ({ ...offer, at }))
  const counts = OFFERING_STATES.flatMap((state) => {
    const count = offers.filter((offer) => offer.state === state).length
    return count === 0 ? [] : [`${formatCount(count)} ${STATE_FACES[state].label.toLowerCase()}`]
  })
  return (
    <>
      <span className="block text-muted">
        {formatPlural(offers.length, 'offer')}: {counts.join(', ')}
      </span>
      <FewFirst items={placed} what={`offers of ${displayUri(uri)}`}>
        {(shown) => (
          <ul>
            {shown.map(({ at, pipeline, model, state }) => (
              <li key={at}>
                <LongText text={model ?? pipeline} max={48} what="model name" /> <StateBadge state={state} />
              </li>
            ))}
          </ul>
        )}
      </FewFirst>
    </>
  )
}

function Found({ probed }: { probed: ReportedDto['probed'] }) {
  if (probed === null) return <span className="text-muted">not asked</span>
  const { node_uri, outcome, answered_at } = probed
  return (
    <>
      <OutcomeBadge outcome={outcome} />
      <span className="block text-xs">
        <NodeLink uri={node_uri} />
      </span>
      <span className="block text-xs text-muted">
        {answered_at === null ? (
          'never seen answering'
        ) : (
          <>
            last answer <RelativeTime iso={answered_at} stepMs={10_000} />
          </>
        )}
      </span>
    </>
  )
}

function RefusedRows({ refused }: { refused: Gateway['refused'] }) {
  return (
    <div className="border-t border-line">
      <h3 className="px-3 pt-3 text-base font-semibold">
        {formatPlural(refused.length, 'row')} of its document left out
      </h3>
      <LongList items={refused} one="row" many="rows">
        {(shown) => (
          <ul className="grid gap-1 px-3 pt-1 pb-3 text-sm">
            {shown.map(({ place, reason }) => (
              <li key={place}>
                <span className="font-mono text-xs">
                  <LongText text={place} max={60} what="place" />
                </span>{' '}
                <LongText text={reason} max={200} what="reason" />
              </li>
            ))}
          </ul>
        )}
      </LongList>
    </div>
  )
}
