import type { StatusDto } from '@/lib/api/contract/status'
import { displayText } from '../../../_components/display-text'
import { formatAge, formatCount } from '../../../_components/format'
import { NextSweep } from '../../../_components/next-sweep'
import { Fact, FactList } from './fact-list'

/** Who sweeps, what is kept for how long, and which version this is. */
export function ServerSection({ status: { sweep, retention, version } }: { status: StatusDto }) {
  return (
    <section aria-labelledby="server-title" className="panel min-w-0 p-3">
      <h2 id="server-title" className="mb-2 text-lg font-semibold">
        {sweep.conducted_here ? 'This server sweeps' : 'Another process sweeps, this one follows'}
      </h2>
      <FactList>
        <Fact name="Now">
          {sweep.state === 'running' ? (
            `asking: ${formatCount(sweep.settled)} of ${formatCount(sweep.total)} nodes settled`
          ) : (
            <NextSweep nextAt={sweep.next_at} />
          )}
        </Fact>
        {sweep.last_error !== null && (
          <Fact name="Latest failure">
            <bdi className="text-bad">{displayText(sweep.last_error)}</bdi>
          </Fact>
        )}
        <Fact name="Every sweep is kept">{formatAge(retention.sweeps_ms)}</Fact>
        <Fact name="Then one an hour">{formatAge(retention.hourly_sweeps_ms)}</Fact>
        <Fact name="Changes are kept">{formatAge(retention.changes_ms)}</Fact>
        <Fact name="Version">{version}</Fact>
      </FactList>
    </section>
  )
}
