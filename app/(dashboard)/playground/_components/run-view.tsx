'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from '../../../_components/badge'
import { CopyAddress } from '../../../_components/copy-address'
import { displayText, displayUri } from '../../../_components/display-text'
import { formatDuration, formatNumber } from '../../../_components/format'
import { CircleAlert, CircleCheck, LoaderCircle, Square } from '../../../_components/icons'
import { LongText } from '../../../_components/long-text'
import { RelativeTime } from '../../../_components/relative-time'
import { Unknown } from '../../../_components/unknown'
import { WeiAmount } from '../../../_components/wei-amount'
import { requestHref } from '../../requests/_components/request-params'
import { Fact, FactList } from '../../status/_components/fact-list'
import { nextStep } from './next-step'
import type { AnswerHead, RouteProblem } from './read-answer'
import { RecordSection } from './record-section'
import { ResultView, WordsView } from './result-view'
import { runTitle } from './run-title'
import type { Run } from './use-run'

/** The route of the job that was sent last, while it goes and when it is over. */
export function RunView({ run, usdPerEth }: { run: Run; usdPerEth: string | null }) {
  if (run.kind === 'none') return null
  const head = 'head' in run ? run.head : null
  const isOver = run.kind === 'answered' || run.kind === 'refused'
  return (
    <>
      <section aria-labelledby="run-title" className="panel min-w-0 p-3">
        <h2 id="run-title" className="mb-2 text-lg font-semibold">
          {runTitle(run)}
        </h2>
        {run.kind === 'waiting' && (
          <Under>
            Choosing, asking for a quote and waiting for the first byte:{' '}
            <RelativeTime iso={run.startedAt} suffix="" />
          </Under>
        )}
        {run.kind === 'failed' && <p className="text-sm text-bad wrap-anywhere">{displayText(run.reason)}</p>}
        {run.kind === 'refused' && <Problem problem={run.problem} />}
        {head && <RouteFacts head={head} tookMs={isOver ? run.tookMs : null} usdPerEth={usdPerEth} />}
      </section>
      {run.kind === 'streaming' && (
        <section aria-label="Result" className="panel min-w-0 p-3">
          <Under>
            Words come: <RelativeTime iso={run.startedAt} suffix="" />
          </Under>
          <WordsView words={run.words} />
        </section>
      )}
      {run.kind === 'answered' && (
        <section aria-labelledby="result-title" className="panel min-w-0 p-3">
          <h2 id="result-title" className="mb-2 text-lg font-semibold">
            Result
          </h2>
          {run.end === 'stopped' && (
            <p className="mb-2 flex items-center gap-1.5 text-sm text-muted">
              <Square aria-hidden className="size-3.5" />
              You stopped it here.
            </p>
          )}
          {run.end === 'broken' && (
            <p className="mb-2 text-sm text-bad wrap-anywhere">
              It broke off here: {displayText(run.problem ?? '')}
            </p>
          )}
          <ResultView result={run.result} mediaType={run.head.mediaType} />
        </section>
      )}
      {isOver && run.head.requestId !== null && (
        <RecordSection key={run.head.requestId} id={run.head.requestId} />
      )}
    </>
  )
}

const Under = ({ children }: { children: ReactNode }) => (
  <p className="mb-2 flex flex-wrap items-center gap-2 text-sm text-muted">
    <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />
    <span>{children}</span>
  </p>
)

function Problem({ problem: { kind, detail, fields } }: { problem: RouteProblem }) {
  const step = nextStep(kind)
  return (
    <section aria-label="Problem" className="mb-3 rounded-md border border-bad bg-bad-soft px-3 py-2 text-sm">
      {fields.length > 0 ? (
        <ul className="list-disc pl-4">
          {fields.map(({ name, detail: wrong }) => (
            <li key={name} className="wrap-anywhere">
              <code className="font-mono font-medium">{displayText(name)}</code>{' '}
              <bdi>{displayText(wrong)}</bdi>
            </li>
          ))}
        </ul>
      ) : (
        <p className="wrap-anywhere">
          <bdi>{displayText(detail)}</bdi>
        </p>
      )}
      {step !== null && <p className="font-medium">{step}</p>}
      {kind !== null && (
        <p>
          {/* A whole page load: without one browsers mark no target. */}
          <a href={`/problems#${kind}`} className="link">
            What <code className="font-mono">{kind}</code> means
          </a>
        </p>
      )}
    </section>
  )
}

const REASONS: Readonly<Record<string, string>> = {
  rank: 'it was first in order',
  affinity: 'the same session was there before',
  exploration: 'by chance, to know others as well',
  fallback: 'those before it did not do',
}

/** Who did it, how long that took, and for how much; by the headers of the answer. */
function RouteFacts({
  head,
  tookMs,
  usdPerEth,
}: {
  head: AnswerHead
  tookMs: number | null
  usdPerEth: string | null
}) {
  const { status, node, orchestrator, model, attempts, reason, costWei, paidWei, requestId } = head
  const isGood = status < 400
  return (
    <FactList>
      <Fact name="Answered">
        <Badge Icon={isGood ? CircleCheck : CircleAlert} tone={isGood ? 'good' : 'bad'}>
          {status}
        </Badge>{' '}
        {tookMs !== null && <span className="text-muted">in {formatDuration(tookMs)}, seen from here</span>}
      </Fact>
      {node !== null && (
        <Fact name="Node">
          <LongText text={displayUri(node)} max={60} what="address" />
          {reason !== null && <span className="text-muted">: {REASONS[reason] ?? displayText(reason)}</span>}
        </Fact>
      )}
      {orchestrator !== null && (
        <Fact name="Orchestrator">
          <span className="flex flex-wrap items-center gap-x-3">
            <CopyAddress address={orchestrator} />
            <Link href={`/position/${encodeURIComponent(orchestrator)}`} className="link">
              Where it stands
            </Link>
          </span>
        </Fact>
      )}
      {model !== null && (
        <Fact name="Model">
          <LongText text={model} max={60} what="model" />
        </Fact>
      )}
      {attempts !== null && <Fact name="Attempts">{attempts}</Fact>}
      {node !== null && (
        <Fact name="Cost">
          {costWei === null ? (
            <Unknown reason="Nobody knows how much the job is." />
          ) : (
            <WeiAmount wei={costWei} usdPerEth={usdPerEth} />
          )}
          {paidWei === null && <span className="block text-xs text-muted">nothing was paid</span>}
        </Fact>
      )}
      {paidWei !== null && (
        <Fact name="Paid">
          <WeiAmount wei={paidWei} usdPerEth={usdPerEth} />
        </Fact>
      )}
      {head.overheadMs !== null && (
        <Fact name="This server took">
          <span title={`${formatNumber(head.overheadMs)} ms`}>{formatDuration(head.overheadMs)}</span>
          {head.orchestratorMs !== null && (
            <span className="text-muted">, orchestrators {formatDuration(head.orchestratorMs)}</span>
          )}
        </Fact>
      )}
      {requestId !== null && (
        <Fact name="Request">
          <Link href={requestHref(requestId)} className="link font-mono text-xs wrap-anywhere">
            {displayText(requestId)}
          </Link>
        </Fact>
      )}
    </FactList>
  )
}
