import type { ReactNode } from 'react'
import type { ReliabilityMethodDto } from '@/lib/api/contract/reliability'
import { Badge } from '../../../_components/badge'
import { CellLabel } from '../../../_components/cell-label'
import { displayText } from '../../../_components/display-text'
import { DocText } from '../../../_components/doc-text'
import { formatCount, formatNumber } from '../../../_components/format'
import { CircleCheck, CircleDashed } from '../../../_components/icons'
import { MethodLink } from '../../../_components/method-link'
import { PART_LABELS, WINDOW_LABELS } from './part-words'

type Part = ReliabilityMethodDto['parts'][number]

const sentenceCase = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

const percent = (share: number): string => `${formatNumber(100 * share)} %`

/** What a score is made of, how each part is bounded, and what nobody knows yet. */
export function MethodView({ method }: { method: ReliabilityMethodDto }) {
  const { parts, windows, min_samples, bound, latency_error, vantage, score, score_version } = method
  const unknown = parts.filter(({ needs }) => needs === 'jobs')
  const unknownWeight = unknown.reduce((sum, { weight }) => sum + weight, 0)
  return (
    <>
      <h1 className="text-xl font-semibold">How reliability is scored</h1>
      <p className="mb-4 max-w-[80ch] text-sm text-muted">
        From 0 to 100, for every node and every orchestrator, in each of {formatCount(windows.length)}{' '}
        windows.{' '}
        <a href="/api/v1/reliability" className="link">
          The same as JSON
        </a>
        . <MethodLink part="reliability" />
      </p>
      <div className="grid gap-4 lg:gap-5">
        <section aria-labelledby="parts-title" className="panel min-w-0">
          <h2 id="parts-title" className="px-3 pt-3 text-lg font-semibold">
            {formatCount(parts.length)} parts make the score
          </h2>
          <p className="max-w-[80ch] px-3 pb-2 text-sm">{score}</p>
          <table className="data-table card-table">
            <caption className="sr-only">Parts of the score with their weights</caption>
            <thead>
              <tr>
                <th scope="col" className="w-[18%]">
                  Part
                </th>
                <th scope="col" className="number w-[10%]">
                  Weight of 100
                </th>
                <th scope="col" className="w-[50%]">
                  What is counted
                </th>
                <th scope="col" className="w-[22%]">
                  Known
                </th>
              </tr>
            </thead>
            <tbody>
              {parts.map((part) => (
                <PartRow key={part.part} part={part} />
              ))}
            </tbody>
          </table>
        </section>
        <div className="grid gap-4 lg:gap-5 xl:grid-cols-2">
          <Explained
            id="bound"
            title={`A share counts for what it is at least, with ${percent(bound.confidence)} confidence`}
          >
            <p>
              Every part is the lower Wilson bound of a share, one-sided. So a node that was asked once and
              answered is not better than one that always answers, and more samples of the same share make a
              higher score.
            </p>
          </Explained>
          <Explained id="minimum" title={`Below ${formatCount(min_samples)} samples a part says nothing`}>
            <p>
              It is shown as insufficient data, neither 0 nor 100, and gives its weight to the other parts. A
              node of which no part is known has no score.
            </p>
          </Explained>
          <Explained
            id="windows"
            title={`Windows: ${windows.map((window) => WINDOW_LABELS[window]).join(', ')}`}
          >
            <p>
              Each ends where probes are counted up to, some minutes back. A percentile of latency may differ
              from the exact one by {percent(latency_error)} of itself.
            </p>
          </Explained>
          <Explained id="unknown" title={`${formatCount(unknownWeight)} of 100 is not known yet`}>
            <p>
              {sentenceCase(unknown.map(({ part }) => PART_LABELS[part].toLowerCase()).join(' and '))} can
              only be told by jobs. Where this server has sent a node none, or too few, the parts that probes
              can tell make the whole score, and answers say how much of the weight is known.
            </p>
          </Explained>
          <Explained id="who" title="Measured from one place">
            <p>
              {vantage === null ? (
                'Nothing was measured yet.'
              ) : (
                <>
                  By <bdi>{displayText(vantage)}</bdi>. Somebody elsewhere may reach other nodes.
                </>
              )}
            </p>
          </Explained>
          <Explained id="version" title={`Version ${formatCount(score_version)} of the score`}>
            <p>
              It changes whenever a number would come out differently, so that scores of two versions are not
              compared.
            </p>
          </Explained>
        </div>
      </div>
    </>
  )
}

function PartRow({ part: { part, weight, meaning, needs } }: { part: Part }) {
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Part</CellLabel>
        <span className="font-medium">{PART_LABELS[part]}</span>
        <code className="block font-mono text-xs text-muted">{part}</code>
      </th>
      <td className="number">
        <CellLabel>Weight of 100</CellLabel>
        {formatCount(weight)}
      </td>
      <td className="wide">
        <CellLabel>What is counted</CellLabel>
        <DocText text={meaning} />
      </td>
      <td className="wide">
        <CellLabel>Known</CellLabel>
        {needs === 'probes' ? (
          <Badge Icon={CircleCheck} tone="good">
            From probes
          </Badge>
        ) : (
          <Badge Icon={CircleDashed} tone="plain" title="Only carried jobs can tell.">
            Not yet: needs jobs
          </Badge>
        )}
      </td>
    </tr>
  )
}

function Explained({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={`${id}-title`} className="panel min-w-0 p-3">
      <h2 id={`${id}-title`} className="text-base font-semibold">
        {title}
      </h2>
      <div className="max-w-[70ch] text-sm">{children}</div>
    </section>
  )
}
