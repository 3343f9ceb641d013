import Link from 'next/link'
import type { PositionDto } from '@/lib/api/contract/position'
import { Abbreviated } from '../../../../_components/abbreviated'
import { Badge } from '../../../../_components/badge'
import { CellLabel } from '../../../../_components/cell-label'
import { displayText } from '../../../../_components/display-text'
import { formatCount, formatNumber } from '../../../../_components/format'
import { CircleCheck, CircleX } from '../../../../_components/icons'
import { LongText } from '../../../../_components/long-text'
import { modelHref, modelIdOf } from '../../../../_components/model-href'
import { Quantity } from '../../../../_components/quantity'
import { RULE_LABELS } from '../../../../_components/selection/rule-words'
import { SHORT_UNITS } from '../../../../_components/short-units'
import { StateBadge } from '../../../../_components/state-badge'
import { Unknown } from '../../../../_components/unknown'

type Row = PositionDto['offerings'][number]
type Standing = Row['standings'][number]

/** Each offering with its price among others, and whether it may get jobs. */
export function PositionTable({ offerings }: { offerings: readonly Row[] }) {
  return (
    <table className="data-table card-table">
      <caption className="sr-only">Offerings and where they stand</caption>
      <thead>
        <tr>
          <th scope="col" className="w-[25%]">
            Offering
          </th>
          <th scope="col" className="number w-[13%]">
            Price
          </th>
          <th scope="col" className="w-[22%]">
            Among others
          </th>
          <th scope="col" className="w-[16%]">
            Place by policy
          </th>
          <th scope="col" className="w-[24%]">
            Hard rules
          </th>
        </tr>
      </thead>
      <tbody>
        {offerings.map((row) => (
          <tr key={row.offering_id}>
            <th scope="row" className="wide">
              <CellLabel>Offering</CellLabel>
              <span className="block font-medium break-words">
                <Link href={modelHref(modelIdOf(row))} className="link">
                  <Abbreviated text={modelIdOf(row)} max={60} />
                </Link>
              </span>
              <span className="block text-xs break-words text-muted">
                {displayText(row.pipeline)} · <LongText text={row.node_uri} max={60} what="address" />
              </span>
              <StateBadge state={row.state} />
              <span className="block text-xs text-muted">
                {row.usable_by.length === 0
                  ? 'No kind of gateway that we know would work with its node'
                  : `Usable by ${row.usable_by.join(', ')}`}
              </span>
            </th>
            <td className="number">
              <CellLabel>Price</CellLabel>
              {row.wei_per_unit === null ? (
                <Unknown reason="No price is stated that can be used." />
              ) : (
                <>
                  <Quantity value={row.wei_per_unit} />
                  <span className="block text-xs text-muted">{SHORT_UNITS[row.unit]}</span>
                </>
              )}
            </td>
            <td className="wide text-sm">
              <CellLabel>Among others</CellLabel>
              <MarketFacts market={row.market} />
            </td>
            <td className="wide">
              <CellLabel>Place by policy</CellLabel>
              <Places standings={row.standings} />
            </td>
            <td className="wide">
              <CellLabel>Hard rules</CellLabel>
              <Reasons standings={row.standings} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function MarketFacts({ market }: { market: Row['market'] }) {
  const { rank, of, percentile, floor, median, next_cheaper, next_dearer, competitors, warm_competitors } =
    market
  return (
    <ul className="grid gap-0.5">
      <li>
        {rank === null || of === null ? (
          'Without a price that counts'
        ) : (
          <>
            <span className="font-medium">
              {formatCount(rank)} of {formatCount(of)} by price
            </span>
            {percentile !== null && (
              <span className="text-muted">
                {' '}
                (not dearer than {formatNumber(percentile)} % of the others)
              </span>
            )}
          </>
        )}
      </li>
      <li className="text-xs text-muted">
        {formatCount(competitors)} competitors, {formatCount(warm_competitors)} warm
      </li>
      {floor !== null && median !== null && (
        <li className="text-xs text-muted">
          floor <Quantity value={floor} />, median <Quantity value={median} />
        </li>
      )}
      {next_cheaper && (
        <li className="text-xs text-muted">
          next cheaper <Quantity value={next_cheaper.wei} /> wei
          {next_cheaper.percent !== null && ` (${next_cheaper.percent} %)`}
        </li>
      )}
      {next_dearer && (
        <li className="text-xs text-muted">
          next dearer +<Quantity value={next_dearer.wei} /> wei
          {next_dearer.percent !== null && ` (+${next_dearer.percent} %)`}
        </li>
      )}
    </ul>
  )
}

function Places({ standings }: { standings: readonly Standing[] }) {
  return (
    <ul className="grid gap-1 text-sm">
      {standings.map(({ policy, rank, of }) => (
        <li key={policy}>
          <Link href={`/policies/${policy}`} className="link text-xs">
            {policy}
          </Link>{' '}
          <span className="whitespace-nowrap tabular-nums">
            {rank === null ? (
              <Unknown reason="It is not among those that may be chosen." />
            ) : (
              `${formatCount(rank)} of ${formatCount(of)}`
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Rules that are broken by several policies stand there once. */
function Reasons({ standings }: { standings: readonly Standing[] }) {
  const reasons = new Map<string, { broken: Standing['broken'][number]; policies: string[] }>()
  for (const { policy, broken } of standings)
    for (const one of broken) {
      const key = `${one.rule} ${one.wanted}`
      const known = reasons.get(key)
      if (known) known.policies.push(policy)
      else reasons.set(key, { broken: one, policies: [policy] })
    }
  if (reasons.size === 0)
    return (
      <Badge Icon={CircleCheck} tone="good">
        Keeps all hard rules
      </Badge>
    )
  return (
    <ul className="grid gap-1 text-sm">
      {[...reasons].map(
        ([
          key,
          {
            broken: { rule, wanted, found, would_do },
            policies,
          },
        ]) => (
          <li key={key}>
            <Badge Icon={CircleX} tone="bad">
              {RULE_LABELS[rule]}
            </Badge>{' '}
            <span className="break-words">
              <bdi>{displayText(found)}</bdi>
              <span className="text-muted">
                , wanted <bdi>{displayText(wanted)}</bdi>
              </span>
            </span>
            {policies.length < standings.length && (
              <span className="block text-xs text-muted">by {policies.join(', ')} alone</span>
            )}
            {would_do.length > 0 && (
              <span className="block text-xs break-words text-muted">
                It would do if <bdi>{displayText(would_do.join(', or '))}</bdi>.
              </span>
            )}
          </li>
        ),
      )}
    </ul>
  )
}
