'use client'

import { useQuery } from '@tanstack/react-query'
import { reliabilityQuery } from '@/lib/api/queries/reliability'
import { formatNumber } from '../../../_components/format'
import { Unknown } from '../../../_components/unknown'
import { useAsOf } from '../../../_components/use-as-of'
import { useSeen } from '../../../_components/use-seen'

/** The score of the last day, asked for when the row comes into view. */
export function ReliabilityCell({ address }: { address: string }) {
  const [ref, isSeen] = useSeen<HTMLSpanElement>()
  const asOf = useAsOf()
  const { data, isError } = useQuery({ ...reliabilityQuery(address), enabled: isSeen && asOf === null })
  const day = data?.windows.find(({ window }) => window === '24h')
  return (
    <span ref={ref} className="inline-block min-w-6 lg:min-h-9">
      {asOf !== null ? (
        <Unknown reason="It is told of now alone." />
      ) : isError ? (
        <Unknown reason="It could not be read." />
      ) : day === undefined ? (
        <span className="text-muted">
          <span aria-hidden>…</span>
          <span className="sr-only">Loading</span>
        </span>
      ) : day.score === null ? (
        <Unknown reason="Too few probes of the last 24 hours are counted." />
      ) : (
        <>
          <data value={day.score}>{formatNumber(day.score)}</data>
          <span className="block text-xs text-muted">of 100</span>
        </>
      )}
    </span>
  )
}
