import type { ReactNode } from 'react'
import type { PolicyComparisonDto } from '@/lib/api/contract/policy-comparison'
import { displayHost, displayText } from '../../../../_components/display-text'
import { formatCount, formatMoment, formatPlural } from '../../../../_components/format'
import { ArrowDown, ArrowUp } from '../../../../_components/icons'
import { Quantity } from '../../../../_components/quantity'
import { Funnel } from '../../../../_components/selection/funnel'
import { LastResortNotice } from '../../../../_components/selection/last-resort-notice'
import { OfferingPlace } from '../../../../_components/selection/offering-place'
import { RankingTable } from '../../../../_components/selection/ranking-table'
import { RULE_LABELS } from '../../../../_components/selection/rule-words'

type Changes = PolicyComparisonDto['changes']

/** Whom the policy chooses now, and what became otherwise since then. */
export function ComparisonView({ comparison }: { comparison: PolicyComparisonDto }) {
  const { now, past, from } = comparison
  return (
    <div className="grid gap-4 lg:gap-5">
      {now.is_last_resort && <LastResortNotice />}
      <div className="grid min-w-0 gap-4 lg:gap-5 xl:grid-cols-2">
        <Panel id="now" title={titleOf(now)}>
          <p className="mb-2 text-sm">
            <bdi>{displayText(now.explanation)}</bdi>
          </p>
          <Funnel funnel={now.funnel} />
        </Panel>
        <Panel id="since" title={changeTitle(comparison)}>
          <p className="mb-2 text-sm text-muted">
            {formatMoment(from)}: <bdi>{displayText(past.explanation)}</bdi>
          </p>
          <ChangeLists changes={comparison.changes} />
          <h3 id="not-counted" className="mt-2 text-xs font-medium">
            What does not count then
          </h3>
          <ul className="list-disc ps-4 text-xs text-muted" aria-labelledby="not-counted">
            {comparison.not_counted.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Panel>
      </div>
      {now.ranking.length > 0 && (
        <section aria-labelledby="ranking-title" className="panel min-w-0">
          <h2 id="ranking-title" className="px-3 pt-3 text-lg font-semibold">
            {now.ranking.length < now.ranked
              ? `The first ${formatCount(now.ranking.length)} of ${formatCount(now.ranked)}, in order`
              : 'In order'}
          </h2>
          <RankingTable ranking={now.ranking} chosenId={now.chosen?.offering_id ?? null} />
        </section>
      )}
    </div>
  )
}

const titleOf = ({ chosen }: PolicyComparisonDto['now']): string =>
  chosen === null ? 'Now it would choose nobody' : `Now it would choose ${displayHost(chosen.node_uri)}`

function changeTitle({ changes, past }: PolicyComparisonDto): string {
  const { chosen_is_same, entered, left, moved, repriced } = changes
  const isSame = [entered, left, moved, repriced].every(({ count }) => count === 0)
  if (isSame) return 'Nothing is different from then'
  if (chosen_is_same) return 'The same one would have been chosen then'
  return past.chosen === null
    ? 'Then nobody would have been chosen'
    : `Then it would have chosen ${displayHost(past.chosen.node_uri)}`
}

function ChangeLists({ changes: { entered, left, moved, repriced } }: { changes: Changes }) {
  return (
    <div className="grid gap-2 text-sm">
      <ChangeList title="entered" list={entered}>
        {(row) => `place ${row.place}; before: ${whyText(row.why)}`}
      </ChangeList>
      <ChangeList title="left" list={left}>
        {(row) => `was at place ${row.place}; now: ${whyText(row.why)}`}
      </ChangeList>
      <ChangeList title="moved" list={moved}>
        {({ from, to }) => (
          <span className="inline-flex items-center gap-1">
            {to < from ? (
              <ArrowUp aria-hidden className="size-3.5" />
            ) : (
              <ArrowDown aria-hidden className="size-3.5" />
            )}
            from place {from} to {to}
          </span>
        )}
      </ChangeList>
      <ChangeList title="changed the price" list={repriced}>
        {({ wei_per_unit, wei_per_unit_then, percent }) => (
          <>
            {wei_per_unit_then === null ? 'none' : <Quantity value={wei_per_unit_then} />} →{' '}
            {wei_per_unit === null ? 'none' : <Quantity value={wei_per_unit} />}
            {percent !== null && ` (${percent.startsWith('-') ? '' : '+'}${percent} %)`}
          </>
        )}
      </ChangeList>
    </div>
  )
}

const SHOWN = 10

function ChangeList<
  Row extends
    | Changes['moved']['offerings'][number]
    | Changes['left']['offerings'][number]
    | Changes['repriced']['offerings'][number],
>({
  title,
  list: { count, offerings },
  children,
}: {
  title: string
  list: { readonly count: number; readonly offerings: readonly Row[] }
  children: (row: Row) => ReactNode
}) {
  if (count === 0) return null
  return (
    <details open={count <= 5}>
      <summary className="cursor-pointer font-medium">
        {formatPlural(count, 'offering')} {title}
      </summary>
      <ul className="grid gap-2 py-1">
        {offerings.slice(0, SHOWN).map((row) => (
          <li key={row.offering_id} className="border-l-2 border-line pl-2">
            <OfferingPlace offering={row} />
            <span className="block text-xs text-muted">{children(row)}</span>
          </li>
        ))}
      </ul>
      {count > SHOWN && <p className="text-xs text-muted">and {formatCount(count - SHOWN)} more</p>}
    </details>
  )
}

const whyText = ({ rule, found }: Changes['left']['offerings'][number]['why']): string =>
  rule === null ? 'not offered' : `${RULE_LABELS[rule].toLowerCase()}: ${displayText(found ?? '')}`

function Panel({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={`${id}-title`} className="panel min-w-0 p-3 wrap-anywhere">
      <h2 id={`${id}-title`} className="mb-2 text-lg font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}
