'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs'
import { useId, useMemo } from 'react'
import { modelPath, modelsQuery } from '@/lib/api/queries/models'
import { nodesQuery } from '@/lib/api/queries/nodes'
import { regionMapQuery } from '@/lib/api/queries/region-map'
import { AS_OF } from '@/lib/api/search-params'
import { AddressProblems } from '../../../_components/address-problems'
import { CopyButton } from '../../../_components/copy-button'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { formatCount, formatMoment, formatPlural } from '../../../_components/format'
import { modelIdOf } from '../../../_components/model-href'
import { NothingYet } from '../../../_components/nothing-yet'
import { Notice } from '../../../_components/notice'
import { QueryNotice } from '../../../_components/query-notice'
import { useAsOf } from '../../../_components/use-as-of'
import { WINDOW_CHOICE } from '../../_components/history/history-windows'
import { LatencyHistory } from '../../_components/history/latency-history'
import { WindowSwitch } from '../../_components/history/window-switch'
import { LatencyByRegion } from './latency-by-region'
import { latencyFinding, slowestFirst } from './latency-finding'
import { NodesByLatency } from './nodes-by-latency'

const ORDERS = ['slowest', 'fastest'] as const
const CHOICES = { ...WINDOW_CHOICE, order: ORDERS }
const OPTIONS = { history: 'push', shallow: true, scroll: false } as const
const NETWORK = '/api/v1/network'

/** How fast nodes answer our questions: over time, by region, and who is slowest now. */
export function LatencyView() {
  const asOf = useAsOf()
  const [model, setModel] = useQueryState('model', parseAsString.withDefault('').withOptions(OPTIONS))
  const [order, setOrder] = useQueryState(
    'order',
    parseAsStringLiteral(ORDERS).withDefault('slowest').withOptions(OPTIONS),
  )
  const query = useQuery(nodesQuery(asOf))
  const map = useQuery(regionMapQuery('', asOf))
  const models = useQuery(modelsQuery(new URLSearchParams(), asOf))
  const { data } = query
  const timed = useMemo(() => slowestFirst(data?.nodes ?? []), [data])
  const id = useId()
  if (!data) return <NothingYet query={query} what="The list of nodes" />
  const names = [
    ...new Set([...(models.data?.models ?? []).map(modelIdOf), ...(model === '' ? [] : [model])]),
  ].sort()
  const api = asOf === null ? '/api/v1/nodes' : `/api/v1/nodes?${new URLSearchParams({ [AS_OF]: asOf })}`
  const never = data.nodes.filter(({ answered_at }) => answered_at === null).length
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-xl font-semibold break-words">
            <bdi>{latencyFinding(timed)}</bdi>
          </h1>
          <p className="text-sm text-muted">
            Discovery latency, from question to parsed answer, a new connection and TLS included, seen from{' '}
            <bdi>{displayText(data.snapshot.vantage)}</bdi>. Timed are {formatCount(timed.length)} of{' '}
            {formatPlural(data.count, 'listed node')}
            {never > 0 && `; ${formatCount(never)} never answered`}. As of{' '}
            <time dateTime={data.snapshot.as_of}>{formatMoment(data.snapshot.as_of)}</time>;{' '}
            <a href={api} className="link">
              the same as JSON
            </a>
          </p>
        </div>
        <CopyButton label="Copy link" text={() => window.location.href} />
      </div>
      <AddressProblems choices={CHOICES} />
      <QueryNotice query={query} what="The list of nodes" />
      <div className="grid min-w-0 gap-5">
        <section aria-labelledby="history-title" className="min-w-0">
          <div className="mb-2 flex flex-wrap items-end justify-between gap-2">
            <h2 id="history-title" className="text-lg font-semibold">
              How it went
            </h2>
            <label htmlFor={`${id}-model`} className="no-print grid min-w-0 gap-1 text-xs font-semibold">
              Nodes
              <select
                id={`${id}-model`}
                value={model}
                onChange={(event) => void setModel(event.target.value || null)}
                className="field font-normal"
              >
                <option value="">The whole network</option>
                {names.map((name) => (
                  <option key={name} value={name}>
                    that offer {shortenMiddle(displayText(name), 40)}
                  </option>
                ))}
              </select>
            </label>
            <WindowSwitch />
          </div>
          <LatencyHistory path={model === '' ? NETWORK : modelPath(model)} />
        </section>
        <QueryNotice query={map} what="The list of regions" />
        {map.data && (map.data.regions.length > 0 || map.data.unknown.nodes > 0) && (
          <LatencyByRegion regions={map.data.regions} unknown={map.data.unknown} />
        )}
        {timed.length === 0 ? (
          <Notice tone="plain" title="No node answered when it was last asked">
            The page Status says how sweeps do, the list of nodes why each did not answer.
          </Notice>
        ) : (
          <NodesByLatency nodes={timed} isFastestFirst={order === 'fastest'}>
            <fieldset className="no-print flex gap-1">
              <legend className="sr-only">Order</legend>
              {ORDERS.map((name) => (
                <button
                  key={name}
                  type="button"
                  aria-pressed={name === order}
                  onClick={() => void setOrder(name)}
                  className="button aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
                >
                  {name === 'slowest' ? 'Slowest first' : 'Fastest first'}
                </button>
              ))}
            </fieldset>
          </NodesByLatency>
        )}
      </div>
    </>
  )
}
