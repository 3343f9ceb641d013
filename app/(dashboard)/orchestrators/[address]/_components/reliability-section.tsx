'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReliabilityDto } from '@/lib/api/contract/reliability'
import { reliabilityQuery } from '@/lib/api/queries/reliability'
import { CellLabel } from '../../../../_components/cell-label'
import { formatCount, formatNumber } from '../../../../_components/format'
import { QueryNotice } from '../../../../_components/query-notice'
import { Unknown } from '../../../../_components/unknown'
import { PART_LABELS, WINDOW_LABELS } from '../../../reliability/_components/part-words'

/** How sure one can be of its nodes, by span of time, with what the score is made of. */
export function ReliabilitySection({ address }: { address: string }) {
  const query = useQuery(reliabilityQuery(address))
  return (
    <section aria-labelledby="reliability-title" className="panel min-w-0">
      <h2 id="reliability-title" className="px-3 pt-3 text-lg font-semibold">
        Reliability
      </h2>
      <p className="px-3 pb-2 text-sm text-muted">
        From 0 to 100: how sure one can be of its nodes, by our probes and the jobs that this server sent.{' '}
        <Link href="/reliability" className="link">
          How it is made
        </Link>
      </p>
      <div className="px-3">
        <QueryNotice query={query} what="The reliability" />
      </div>
      {query.data ? (
        <Windows windows={query.data.windows} />
      ) : (
        !query.error && (
          <p role="status" className="px-3 pb-3 text-sm text-muted">
            Loading
          </p>
        )
      )}
    </section>
  )
}

const Windows = ({ windows }: Pick<ReliabilityDto, 'windows'>) => (
  <table className="data-table card-table">
    <caption className="sr-only">Score of reliability by span of time</caption>
    <thead>
      <tr>
        <th scope="col" className="w-[18%]">
          Span
        </th>
        <th scope="col" className="number w-[16%]">
          Score
        </th>
        <th scope="col" className="number w-[16%]">
          Probes
        </th>
        <th scope="col" className="w-[50%]">
          Made of
        </th>
      </tr>
    </thead>
    <tbody>
      {windows.map(({ window, score, attempts, parts }) => (
        <tr key={window}>
          <th scope="row">
            <CellLabel>Span</CellLabel>
            {WINDOW_LABELS[window]}
          </th>
          <td className="number">
            <CellLabel>Score</CellLabel>
            {score === null ? (
              <Unknown reason="Too few probes are counted." />
            ) : (
              <data value={score} className="font-semibold">
                {formatNumber(score)}
              </data>
            )}
          </td>
          <td className="number">
            <CellLabel>Probes</CellLabel>
            {formatCount(attempts)}
          </td>
          <td className="wide text-xs">
            <CellLabel>Made of</CellLabel>
            <ul>
              {parts.map((part) =>
                part.status === 'known' ? (
                  <li key={part.part}>
                    {PART_LABELS[part.part]} at least{' '}
                    <data value={part.value}>{formatNumber(part.value)}</data>{' '}
                    <span className="text-muted">of {formatCount(part.n)} samples</span>
                  </li>
                ) : null,
              )}
              {parts.every(({ status }) => status !== 'known') && (
                <li className="text-muted">no part with enough samples</li>
              )}
            </ul>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
