import Link from 'next/link'
import type { SummaryDto } from '@/lib/api/contract/summary'
import { isAnswered, isRefusal, OUTCOME_SENTENCES } from '@/lib/domain/outcome'
import { Abbreviated } from '../../_components/abbreviated'
import { displayUri } from '../../_components/display-text'
import { formatCount, formatPlural } from '../../_components/format'
import { MethodLink } from '../../_components/method-link'
import { OutcomeBadge } from '../../_components/outcome-badge'
import { RelativeTime } from '../../_components/relative-time'
import { useKeepAsOf } from '../../_components/use-as-of'
import { failuresTitle } from './failures-title'

type Outcome = SummaryDto['nodes']['outcomes'][number]

/** Which nodes do not do well, by reason, some of them by name; the whole list is one link away. */
export function FailuresSection({ nodes }: { nodes: SummaryDto['nodes'] }) {
  const { failed, outcomes } = nodes
  const keepAsOf = useKeepAsOf()
  const flawed = outcomes.filter(({ outcome }) => isAnswered(outcome) && outcome !== 'ok')
  const unanswered = outcomes.filter(({ outcome }) => !isAnswered(outcome))
  const reasons = [
    ...unanswered.filter(({ outcome }) => !isRefusal(outcome)),
    ...unanswered.filter(({ outcome }) => isRefusal(outcome)),
    ...flawed,
  ]
  return (
    <section aria-labelledby="failures-title" className="panel flex min-w-0 flex-col">
      <h2 id="failures-title" className="px-3 pt-3 text-lg font-semibold">
        {failuresTitle(nodes)}
        {flawed.length > 0 && `; ${formatCount(sumCounts(flawed))} answered incompletely`}
      </h2>
      <ul className="grid flex-1 content-start gap-2 px-3 pt-2 pb-3 text-sm">
        {reasons.map(({ outcome, count, examples }) => (
          <li key={outcome} className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-2">
            <span className="text-end font-medium">{formatCount(count)}</span>
            <div className="min-w-0">
              <OutcomeBadge outcome={outcome} /> <span>{OUTCOME_SENTENCES[outcome]}</span>
              <Examples outcome={outcome} count={count} examples={examples} />
            </div>
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap items-center gap-x-4 border-t border-line px-3 py-2 text-sm">
        <Link href={keepAsOf('/offerings#nodes')} className="link inline-flex min-h-6 items-center">
          {failed > 0
            ? `All ${formatPlural(failed, 'failing node')}, with details`
            : 'All nodes, with details'}
        </Link>
        <MethodLink part="probe" />
      </p>
    </section>
  )
}

const sumCounts = (items: readonly { readonly count: number }[]): number =>
  items.reduce((sum, { count }) => sum + count, 0)

function Examples({ outcome, count, examples }: Outcome) {
  const more = count - examples.length
  return (
    <ul className="text-xs text-muted">
      {examples.map(({ uri, failing_since }) => (
        <li key={uri}>
          <Abbreviated text={displayUri(uri)} max={48} />
          {failing_since && !isAnswered(outcome) && (
            <>
              , for <RelativeTime iso={failing_since} stepMs={10_000} suffix="" />
            </>
          )}
        </li>
      ))}
      {more > 0 && <li>and {formatCount(more)} more</li>}
    </ul>
  )
}
