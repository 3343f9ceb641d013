'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { ApiError, isRefusal } from '@/lib/api/ask-api'
import type { RequestDetailDto, RunningRequestDto } from '@/lib/api/contract/request'
import { requestQuery } from '@/lib/api/queries/requests'
import { ROUTE_OUTCOME_SENTENCES } from '@/lib/domain/routed-request'
import { AttemptWaterfall } from '../../../../_components/attempt-waterfall'
import { CopyButton } from '../../../../_components/copy-button'
import { displayText, displayUri } from '../../../../_components/display-text'
import {
  formatBytes,
  formatDuration,
  formatMoment,
  formatNumber,
  formatPlural,
} from '../../../../_components/format'
import { LongText } from '../../../../_components/long-text'
import { Notice } from '../../../../_components/notice'
import { OperatorKeyForm, OperatorKeyInUse } from '../../../../_components/operator-key'
import { PageSkeleton } from '../../../../_components/page-skeleton'
import { Quantity } from '../../../../_components/quantity'
import { QueryNotice } from '../../../../_components/query-notice'
import { RelativeTime } from '../../../../_components/relative-time'
import { RouteOutcomeBadge, UnderWayBadge } from '../../../../_components/route-outcome-badge'
import { useSecret } from '../../../../_components/secrets'
import { Unknown } from '../../../../_components/unknown'
import { WeiAmount } from '../../../../_components/wei-amount'
import { nodeAnchor } from '../../../offerings/_components/node-anchor'
import { Fact, FactList } from '../../../status/_components/fact-list'

/** It has the schema of everything that selection says, which nobody needs before there is a record. */
const Decision = dynamic(() => import('./decision').then((m) => m.Decision), {
  loading: () => <p className="text-sm text-muted">Reading the record</p>,
})

/** One request: how it ended, who was tried when, what it cost, and why it went there. */
export function RequestView({ id }: { id: string }) {
  const { access } = useSecret('operator')
  const query = useQuery({ ...requestQuery(access, id), enabled: access.secret !== '' })
  const { data, error } = query
  const refusal = isRefusal(error) ? error : null
  const isMissing = error instanceof ApiError && error.status === 404
  return (
    <>
      <h1 className="text-xl font-semibold">{data ? titleOf(data) : 'One request'}</h1>
      <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <code className="font-mono wrap-anywhere">{displayText(id)}</code>
        <CopyButton label="Copy id" text={() => id} />
        <CopyButton label="Copy link" text={() => `${window.location.origin}${window.location.pathname}`} />
        <Link href="/requests" className="link">
          All requests
        </Link>
      </p>
      {access.secret === '' || refusal ? (
        <OperatorKeyForm refusal={refusal}>
          A record says which client had what carried, by whom and for how much, so it is not for everybody.
        </OperatorKeyForm>
      ) : (
        <>
          <OperatorKeyInUse />
          <div className="mt-3">
            {isMissing ? (
              <Notice tone="plain" title="No request of this id is kept">
                Records are kept for a time (<code className="font-mono">HISTORY_REQUESTS_DAYS</code>), and
                one that is refused for its key has none.
              </Notice>
            ) : (
              <QueryNotice query={query} what="The request" />
            )}
            {!data && !error && <PageSkeleton />}
            {data?.state === 'running' && <Running request={data} />}
            {data?.state === 'ended' && <Ended request={data} />}
          </div>
        </>
      )}
    </>
  )
}

function titleOf(request: RunningRequestDto | RequestDetailDto): string {
  const { pipeline, model } = request
  const what = displayText(model === null ? pipeline : `${pipeline} / ${model}`)
  if (request.state === 'running') return `${what} is under way`
  const { outcome, total_ms, attempt_count } = request
  if (outcome !== 'served') return `${what}: ${ROUTE_OUTCOME_SENTENCES[outcome]}`
  const after = attempt_count > 1 ? `, by the ${ORDINALS[attempt_count] ?? `${attempt_count}th`} one` : ''
  return `${what} was served in ${formatDuration(total_ms)}${after}`
}

const ORDINALS: Readonly<Record<number, string>> = { 2: 'second', 3: 'third' }

const Running = ({ request: { started_at, route, key_id } }: { request: RunningRequestDto }) => (
  <section aria-label="What is known of it" className="panel p-3">
    <FactList>
      <Fact name="State">
        <UnderWayBadge />
      </Fact>
      <Fact name="Began">
        <RelativeTime iso={started_at} />
      </Fact>
      <Fact name="Called">
        <code className="font-mono">{displayText(route)}</code>
      </Fact>
      <Fact name="Key">{key_id === null ? 'none was needed' : displayText(key_id)}</Fact>
    </FactList>
  </section>
)

function Ended({ request }: { request: RequestDetailDto }) {
  return (
    <div className="grid gap-4 lg:gap-5">
      <div className="grid gap-4 lg:gap-5 xl:grid-cols-2">
        <Outcome request={request} />
        <Money request={request} />
      </div>
      <section aria-labelledby="attempts-title" className="panel min-w-0 p-3">
        <h2 id="attempts-title" className="mb-2 text-lg font-semibold">
          {formatPlural(request.attempts.length, 'attempt')} in {formatDuration(request.total_ms)}
        </h2>
        <AttemptWaterfall request={request} />
      </section>
      <section aria-labelledby="decision-title" className="min-w-0">
        <h2 id="decision-title" className="mb-2 text-lg font-semibold">
          Why it went there
        </h2>
        <Decision recorded={request.decision} />
      </section>
    </div>
  )
}

function Outcome({ request }: { request: RequestDetailDto }) {
  const { outcome, status, problem, route, key_id, started_at, node_uri, orchestrator } = request
  return (
    <Panel id="outcome" title="How it ended">
      <Fact name="Outcome">
        <RouteOutcomeBadge outcome={outcome} /> <span className="text-muted">answered {status}</span>
      </Fact>
      {problem !== null && (
        <Fact name="Problem">
          <a href={`/problems#${encodeURIComponent(problem)}`} className="link font-mono">
            {displayText(problem)}
          </a>
        </Fact>
      )}
      <Fact name={outcome === 'served' ? 'Served by' : 'Tried last'}>
        {node_uri === null ? (
          <span className="text-muted">nobody was tried</span>
        ) : (
          <a href={`/offerings#${nodeAnchor(node_uri)}`} className="link wrap-anywhere">
            {displayUri(node_uri)}
          </a>
        )}
      </Fact>
      {orchestrator !== null && (
        <Fact name="Orchestrator">
          <Link
            href={`/position/${encodeURIComponent(orchestrator)}`}
            className="link font-mono text-xs wrap-anywhere"
          >
            {orchestrator}
          </Link>
        </Fact>
      )}
      <Fact name="Began">
        {formatMoment(started_at)}{' '}
        <span className="text-muted">
          (<RelativeTime iso={started_at} />)
        </span>
      </Fact>
      <Fact name="Called">
        <code className="font-mono wrap-anywhere">{displayText(route)}</code>
      </Fact>
      <Fact name="Key">
        {key_id === null ? (
          <span className="text-muted">none was needed</span>
        ) : (
          <Link
            href={`/requests?${new URLSearchParams({ key: key_id })}`}
            className="link font-mono wrap-anywhere"
          >
            <LongText text={key_id} max={40} what="id" />
          </Link>
        )}
      </Fact>
    </Panel>
  )
}

function Money({ request }: { request: RequestDetailDto }) {
  const { cost_wei, paid_wei, usd_per_eth, charge_usd, units, bytes_in, bytes_out } = request
  const { overhead_ms, first_byte_ms, total_ms } = request
  return (
    <Panel id="money" title="What it took">
      <Fact name="Cost">
        {cost_wei === null ? (
          <Unknown reason="It was not carried, or nobody knows how much it was." />
        ) : (
          <WeiAmount wei={cost_wei} usdPerEth={usd_per_eth} />
        )}
      </Fact>
      <Fact name="Paid">
        <WeiAmount wei={paid_wei} usdPerEth={usd_per_eth} />
      </Fact>
      <Fact name="Charged">
        {charge_usd === null ? (
          <span className="text-muted">nothing</span>
        ) : (
          <Quantity value={charge_usd} unit="USD" />
        )}
      </Fact>
      <Fact name="Billed units">
        {units === null ? <Unknown reason="Nobody knows how much it was." /> : <Quantity value={units} />}
      </Fact>
      <Fact name="Time">
        {formatDuration(total_ms)}
        {first_byte_ms !== null && (
          <span className="text-muted">, first byte after {formatDuration(first_byte_ms)}</span>
        )}
      </Fact>
      <Fact name="Of it ours">
        {overhead_ms === null ? (
          <Unknown reason="It was sent to nobody." />
        ) : (
          <span title={`${formatNumber(overhead_ms)} ms`}>{formatDuration(overhead_ms)}</span>
        )}
      </Fact>
      <Fact name="Size">
        {formatBytes(bytes_in)} in, {formatBytes(bytes_out)} out
      </Fact>
    </Panel>
  )
}

const Panel = ({ id, title, children }: { id: string; title: string; children: ReactNode }) => (
  <section aria-labelledby={`${id}-title`} className="panel min-w-0 p-3">
    <h2 id={`${id}-title`} className="mb-2 text-lg font-semibold">
      {title}
    </h2>
    <FactList>{children}</FactList>
  </section>
)
