'use client'

import type { ProblemDto } from '@/lib/api/contract/problem'
import { Badge } from '../../../_components/badge'
import { displayText } from '../../../_components/display-text'
import { formatCount, formatDuration, formatNumber, NBSP } from '../../../_components/format'
import { CircleAlert, CircleCheck, LoaderCircle, Square } from '../../../_components/icons'
import { BodyView, StreamView } from './body-view'
import { ProblemView } from './problem-view'
import type { AnswerEnd, ApiAnswer } from './send-request'
import type { Exchange } from './use-exchange'

/** What came back, or why nothing did. */
export function AnswerView({
  exchange,
  fileStem,
  onStop,
}: {
  exchange: Exchange
  /** How a downloaded body is called, without its extension. */
  fileStem: string
  onStop: () => void
}) {
  switch (exchange.kind) {
    case 'none':
      return <p className="text-sm text-muted">Nothing was sent yet.</p>
    case 'waiting':
      return (
        <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
          <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />
          <span role="status">Waiting for the answer</span>
          <StopButton onStop={onStop} />
        </p>
      )
    case 'failed':
      return (
        <p role="status" className="text-sm text-bad wrap-anywhere">
          {displayText(exchange.reason)}
        </p>
      )
    case 'answered':
      return (
        <Answered answer={exchange.answer} problem={exchange.problem} fileStem={fileStem} onStop={onStop} />
      )
  }
}

const ENDS: Readonly<Record<AnswerEnd, string | null>> = {
  complete: null,
  'under-way': 'It goes on.',
  stopped: 'You stopped it here.',
  'too-large': 'It is longer than a page can hold; the rest was not read.',
  broken: 'The connection was lost here.',
}

function Answered({
  answer,
  problem,
  fileStem,
  onStop,
}: {
  answer: ApiAnswer
  problem: ProblemDto | null
  fileStem: string
  onStop: () => void
}) {
  const { status, statusText, text, mediaType, end, sizeBytes, durationMs } = answer
  const isGood = status < 400
  const isStream = mediaType === 'text/event-stream'
  return (
    <>
      <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Badge Icon={isGood ? CircleCheck : CircleAlert} tone={isGood ? 'good' : 'bad'}>
          <span role="status">
            {status} {displayText(statusText)}
          </span>
        </Badge>
        <span title={`${formatNumber(durationMs)} ms until its last byte`}>{formatDuration(durationMs)}</span>
        <span title={`${formatCount(sizeBytes)} bytes, uncompressed`}>{formatSize(sizeBytes)}</span>
        {ENDS[end] !== null && <span className="text-muted">{ENDS[end]}</span>}
        {end === 'under-way' && <StopButton onStop={onStop} />}
      </p>
      <Headers answer={answer} />
      {problem && <ProblemView problem={problem} />}
      {isStream ? (
        <StreamView text={text} />
      ) : text === '' ? (
        <p className="text-sm text-muted">It has no body.</p>
      ) : (
        <BodyView
          // Another answer begins with its first lines again.
          key={`${durationMs} ${sizeBytes}`}
          text={text}
          mediaType={mediaType}
          fileName={`${fileStem}.${EXTENSIONS[mediaType] ?? (mediaType.endsWith('json') ? 'json' : 'txt')}`}
        />
      )}
    </>
  )
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
}

const StopButton = ({ onStop }: { onStop: () => void }) => (
  <button type="button" className="button" onClick={onStop}>
    <Square aria-hidden className="size-3.5" />
    Stop
  </button>
)

/** Those that say something of the answer. */
const TOLD = [
  'content-type',
  'etag',
  'cache-control',
  'location',
  'link',
  'retry-after',
  'allow',
  'www-authenticate',
]
const OURS = 'x-livepeer-offerings-'

function Headers({ answer: { headers } }: { answer: ApiAnswer }) {
  const told = headers.filter(([name]) => TOLD.includes(name) || name.startsWith(OURS))
  if (told.length === 0) return null
  return (
    <dl
      aria-label="Headers"
      className="mb-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 font-mono text-xs wrap-anywhere"
    >
      {told.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd>{displayText(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

const UNITS = ['kB', 'MB'] as const

/** `812 B`, `12.3 kB`, `2.04 MB`. */
function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${formatCount(bytes)}${NBSP}B`
  const [unit, divisor] = bytes < 1_000_000 ? [UNITS[0], 1e3] : [UNITS[1], 1e6]
  return `${formatNumber(bytes / divisor)}${NBSP}${unit}`
}
