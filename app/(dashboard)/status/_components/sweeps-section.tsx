'use client'

import { useQuery } from '@tanstack/react-query'
import type { SweepHoursDto } from '@/lib/api/contract/sweep'
import { sweepHoursQuery } from '@/lib/api/queries/sweep-hours'
import { isAnswered } from '@/lib/domain/outcome'
import { CellLabel } from '../../../_components/cell-label'
import { formatCount, formatDuration, formatMoment, formatPlural } from '../../../_components/format'
import { OutcomeBadge } from '../../../_components/outcome-badge'
import { QueryNotice } from '../../../_components/query-notice'
import { Unknown } from '../../../_components/unknown'

type Hour = SweepHoursDto['hours'][number]

/** The sweeps of the last day, hour by hour. */
export function SweepsSection() {
  const query = useQuery(sweepHoursQuery())
  const { data } = query
  const count = data?.hours.reduce((sum, { sweeps }) => sum + sweeps, 0) ?? 0
  return (
    <section aria-labelledby="sweeps-title" className="panel min-w-0">
      <h2 id="sweeps-title" className="px-3 pt-3 pb-1 text-lg font-semibold">
        {data ? `${formatPlural(count, 'sweep')} in the last day` : 'Sweeps of the last day'}
      </h2>
      <div className="px-3">
        <QueryNotice query={query} what="The list of sweeps" />
      </div>
      {data && data.hours.length > 0 && <Hours hours={data.hours} />}
      {data && data.hours.length === 0 && (
        <p className="px-3 pb-3 text-sm text-muted">None has ended; what is shown elsewhere is older.</p>
      )}
      {!data && !query.error && (
        <p className="px-3 pb-3 text-sm text-muted" role="status">
          Loading
        </p>
      )}
    </section>
  )
}

const Hours = ({ hours }: { hours: readonly Hour[] }) => (
  <table className="data-table card-table">
    <caption className="sr-only">Sweeps of the last day by hour</caption>
    <thead>
      <tr>
        <th scope="col" className="w-[18%]">
          Hour
        </th>
        <th scope="col" className="number w-[9%]">
          Sweeps
        </th>
        <th scope="col" className="number w-[11%]">
          Took on average
        </th>
        <th scope="col" className="number w-[9%]">
          Longest
        </th>
        <th scope="col" className="number w-[9%]">
          Questions
        </th>
        <th scope="col" className="number w-[11%]">
          Had answered
        </th>
        <th scope="col" className="w-[33%]">
          Listed nodes that had not when asked last, once for each sweep
        </th>
      </tr>
    </thead>
    <tbody>
      {hours.map((hour) => (
        <HourRow key={hour.hour} hour={hour} />
      ))}
    </tbody>
  </table>
)

function HourRow({
  hour: { hour, sweeps, mean_duration_ms, longest_duration_ms, nodes_asked, outcomes },
}: {
  hour: Hour
}) {
  const total = outcomes.reduce((sum, { count }) => sum + count, 0)
  const answered = outcomes.reduce((sum, { outcome, count }) => sum + (isAnswered(outcome) ? count : 0), 0)
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Hour</CellLabel>
        <time dateTime={hour}>{formatMoment(hour).replace(':00 UTC', ' UTC')}</time>
      </th>
      <td className="number">
        <CellLabel>Sweeps</CellLabel>
        {formatCount(sweeps)}
      </td>
      <td className="number">
        <CellLabel>Took on average</CellLabel>
        {formatDuration(mean_duration_ms)}
      </td>
      <td className="number">
        <CellLabel>Longest</CellLabel>
        {formatDuration(longest_duration_ms)}
      </td>
      <td className="number">
        <CellLabel>Questions</CellLabel>
        {nodes_asked === null ? (
          <Unknown reason="An older version swept then, which did not count them." />
        ) : (
          formatCount(nodes_asked)
        )}
      </td>
      <td
        className="number"
        title={`${formatCount(answered)} of ${formatCount(total)}: every listed node counts once for each sweep, by its latest answer`}
      >
        <CellLabel>Had answered</CellLabel>
        {total === 0 ? '—' : `${((100 * answered) / total).toFixed(1)} %`}
      </td>
      <td className="wide">
        <CellLabel>Otherwise</CellLabel>
        <ul className="flex flex-wrap gap-x-3 gap-y-1">
          {outcomes
            .filter(({ outcome }) => outcome !== 'ok')
            .map(({ outcome, count }) => (
              <li key={outcome} className="inline-flex items-center gap-1 whitespace-nowrap">
                {formatCount(count)} <OutcomeBadge outcome={outcome} />
              </li>
            ))}
        </ul>
      </td>
    </tr>
  )
}
