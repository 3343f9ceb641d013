'use client'

import { useQuery } from '@tanstack/react-query'
import { statusQuery } from '@/lib/api/queries/status'
import { displayText } from '../../../_components/display-text'
import { formatCount } from '../../../_components/format'
import { NextSweep } from '../../../_components/next-sweep'
import { SweepProgress } from '../../../_components/sweep-progress'

/** How far the running sweep is, or when the next one begins. */
export function SweepSection() {
  const { data: status } = useQuery(statusQuery())
  if (!status) return null
  const { state, settled, total, next_at, last_error } = status.sweep
  const isRunning = state === 'running'
  // With no node to ask it is a source's own sentence, which stands beside that source.
  const isSaidAbove = status.sources.some(({ error }) => error === last_error)
  return (
    <section aria-labelledby="sweep-title" className="panel min-w-0 p-3">
      <h2 id="sweep-title" className="text-lg font-semibold">
        Every sweep reads the sources first
      </h2>
      <p className="mb-2 text-sm">
        {!isRunning && <NextSweep nextAt={next_at} />}
        {isRunning && total === 0 && 'The sources are being read.'}
        {isRunning && total > 0 && `Asking ${formatCount(settled)} of ${formatCount(total)} nodes.`}
      </p>
      {(isRunning || total > 0) && <SweepProgress settled={settled} total={total} />}
      {last_error !== null && !isSaidAbove && (
        <p className="mt-2 text-sm text-bad">
          The latest sweep: <bdi>{displayText(last_error)}</bdi>
        </p>
      )}
    </section>
  )
}
