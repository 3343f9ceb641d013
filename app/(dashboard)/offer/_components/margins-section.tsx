'use client'

import { useQuery } from '@tanstack/react-query'
import { isRefusal } from '@/lib/api/ask-api'
import type { GatewayMarginsDto } from '@/lib/api/contract/gateway'
import { marginsQuery } from '@/lib/api/queries/gateway'
import { Badge } from '../../../_components/badge'
import { CellLabel } from '../../../_components/cell-label'
import { displayText } from '../../../_components/display-text'
import { formatCount, formatExact, formatNumber, formatPlural, NBSP } from '../../../_components/format'
import { TriangleAlert } from '../../../_components/icons'
import { LongText } from '../../../_components/long-text'
import { modelIdOf } from '../../../_components/model-href'
import { Notice } from '../../../_components/notice'
import { OperatorKeyForm, OperatorKeyInUse } from '../../../_components/operator-key'
import { PageSkeleton } from '../../../_components/page-skeleton'
import { Quantity } from '../../../_components/quantity'
import { QueryNotice } from '../../../_components/query-notice'
import { useSecret } from '../../../_components/secrets'
import { ShowMore } from '../../../_components/show-more'
import { Unknown } from '../../../_components/unknown'
import { useUnfolding } from '../../../_components/use-unfolding'

const FIRST_ROWS = 20

/** Costs and margins are the operator's own business. */
export function MarginsSection() {
  const { access } = useSecret('operator')
  const hasKey = access.secret !== ''
  const query = useQuery({ ...marginsQuery(access), enabled: hasKey })
  const { data, error } = query
  const refusal = isRefusal(error) ? error : null
  if (!hasKey || refusal)
    return (
      <OperatorKeyForm refusal={refusal}>
        What each model costs this gateway, the margin that its price leaves, which rule of the file makes the
        price, what is not offered and why, and mistakes of the file by their line.
      </OperatorKeyForm>
    )
  return (
    <section aria-labelledby="margins-title" className="min-w-0">
      <h2 id="margins-title" className="mb-1 text-lg font-semibold">
        {!data
          ? 'Margins'
          : data.negative === 0
            ? 'No model is sold below its cost'
            : `${formatPlural(data.negative, 'model')} ${data.negative === 1 ? 'is' : 'are'} sold below cost`}
      </h2>
      <OperatorKeyInUse />
      <QueryNotice query={query} what="The margins" />
      {!data && !error && <PageSkeleton />}
      {data && (
        <div className="mt-2 grid gap-4">
          {data.file_problem !== null && (
            <Notice
              tone="bad"
              title="The file of prices cannot be used as it stands; the prices before it stay in use"
            >
              <ul>
                {data.file_problem.split('; ').map((line) => (
                  <li key={line} className="break-words">
                    {displayText(line)}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
          <MarginsTable models={data.models} />
          <NotOffered rows={data.not_offered} />
          <IdleRules rules={data.idle_rules} />
        </div>
      )}
    </section>
  )
}

type MarginRow = GatewayMarginsDto['models'][number]

function MarginsTable({ models }: { models: readonly MarginRow[] }) {
  const unfolding = useUnfolding('', FIRST_ROWS)
  if (models.length === 0)
    return <p className="text-sm text-muted">Nothing is offered, so there is no margin.</p>
  return (
    <div className="panel">
      <table className="data-table card-table">
        <caption className="sr-only">Cost, price and margin of each model</caption>
        <thead>
          <tr>
            <th scope="col" className="w-[26%]">
              Model
            </th>
            <th scope="col" className="w-[24%]">
              Rule
            </th>
            <th scope="col" className="number w-[18%]">
              Cost, USD
            </th>
            <th scope="col" className="number w-[14%]">
              Price, USD
            </th>
            <th scope="col" className="number w-[18%]">
              Margin, USD
            </th>
          </tr>
        </thead>
        <tbody>
          {models.slice(0, unfolding.limit).map((row) => (
            <tr key={JSON.stringify([row.kind, row.pipeline, row.model])}>
              <th scope="row" className="wide">
                <CellLabel>Model</CellLabel>
                <LongText text={modelIdOf(row)} max={48} what="model id" />
                <span className="block text-xs text-muted">
                  <bdi>{displayText(row.pipeline)}</bdi>, {formatPlural(row.nodes, 'node')}
                </span>
              </th>
              <td className="wide">
                <CellLabel>Rule</CellLabel>
                {row.rule.markup_percent === null
                  ? 'a fixed price'
                  : `${formatExact(row.rule.markup_percent)}${NBSP}% above the median`}
                <span className="block text-xs text-muted">
                  line {formatCount(row.rule.line)}: <LongText text={row.rule.path} max={40} what="rule" />
                </span>
              </td>
              <td className="number">
                <CellLabel>Cost, USD</CellLabel>
                <Costs row={row} />
              </td>
              <td className="number">
                <CellLabel>Price, USD</CellLabel>
                {row.price.usd === null ? (
                  <Unknown reason={row.price.reason ?? 'It is not known.'} />
                ) : (
                  <Quantity value={row.price.usd} />
                )}
                <span className="block text-xs text-muted">per {row.price.label}</span>
              </td>
              <td className="number">
                <CellLabel>Margin, USD</CellLabel>
                <Margins row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ShowMore total={models.length} unfolding={unfolding} page={50} />
    </div>
  )
}

const COST_PROBLEMS: Readonly<Record<NonNullable<MarginRow['cost_problem']>, string>> = {
  'no-price': 'Nobody states a price that can be meant.',
  'other-unit': 'Nodes bill by what the unit of sale cannot be told in.',
  'no-rate': 'The price of ETH is not known.',
}

function Costs({ row: { costs, cost_problem, prices } }: { row: MarginRow }) {
  const reason = cost_problem === null ? 'It is not known.' : COST_PROBLEMS[cost_problem]
  if (costs.length === 0) return <Unknown reason={reason} />
  return (
    <>
      {costs.map(({ units, uncertainty, min_usd, median_usd, max_usd }, at) => (
        <span key={units} className="block" title={uncertainty ?? undefined}>
          {at > 0 && 'or '}
          {median_usd === null ? <Unknown reason={reason} /> : <Quantity value={median_usd} />}
          {min_usd !== null && max_usd !== null && (
            <span className="block text-xs text-muted">
              {formatNumber(min_usd)} to {formatNumber(max_usd)}
            </span>
          )}
        </span>
      ))}
      {prices && <span className="block text-xs text-muted">of {formatPlural(prices.n, 'price')}</span>}
    </>
  )
}

function Margins({ row: { costs, is_negative } }: { row: MarginRow }) {
  if (costs.length === 0) return <Unknown reason="Without a cost there is no margin." />
  return (
    <>
      {costs.map(({ units, margin }, at) => (
        <span key={units} className="block">
          {at > 0 && 'or '}
          {margin === null ? (
            <Unknown reason="Without a price or a rate there is no margin." />
          ) : (
            <>
              <Quantity value={margin.usd} />
              {margin.percent !== null && (
                <span className="block text-xs text-muted">
                  {formatNumber(margin.percent)}
                  {NBSP}% of the price
                </span>
              )}
            </>
          )}
        </span>
      ))}
      {is_negative && (
        <Badge Icon={TriangleAlert} tone="bad" title="It is sold below the median of what nodes charge.">
          below cost
        </Badge>
      )}
    </>
  )
}

const NOT_OFFERED: Readonly<Record<GatewayMarginsDto['not_offered'][number]['reason'], string>> = {
  'no-rule': 'no rule of the file is for it',
  'not-for-sale': 'the file says that it is not for sale',
  'other-unit': 'nodes bill by what the unit of its rule cannot be told in',
}

function NotOffered({ rows }: { rows: GatewayMarginsDto['not_offered'] }) {
  const unfolding = useUnfolding('', FIRST_ROWS)
  if (rows.length === 0) return null
  return (
    <section aria-labelledby="not-offered-title" className="panel min-w-0">
      <h3 id="not-offered-title" className="px-3 py-2 text-base font-semibold">
        {formatPlural(rows.length, 'model')} could be bought and {rows.length === 1 ? 'is' : 'are'} not
        offered
      </h3>
      <table className="data-table">
        <caption className="sr-only">What is not offered, and why</caption>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Why not</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, unfolding.limit).map((row) => (
            <tr key={JSON.stringify([row.kind, row.pipeline, row.model])}>
              <th scope="row">
                <LongText text={modelIdOf(row)} max={48} what="model id" />
                <span className="block text-xs text-muted">
                  <bdi>{displayText(row.pipeline)}</bdi>
                </span>
              </th>
              <td>{NOT_OFFERED[row.reason]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ShowMore total={rows.length} unfolding={unfolding} page={50} />
    </section>
  )
}

function IdleRules({ rules }: { rules: GatewayMarginsDto['idle_rules'] }) {
  if (rules.length === 0) return null
  return (
    <Notice
      tone="warn"
      title={`${formatPlural(rules.length, 'rule')} of the file ${rules.length === 1 ? 'prices' : 'price'} nothing now; a name may be misspelt`}
    >
      <ul>
        {rules.map(({ path, line }) => (
          <li key={`${line} ${path}`} className="break-words">
            line {formatCount(line)}: <code className="font-mono text-xs">{displayText(path)}</code>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
