import type { SelectionDto } from '@/lib/api/contract/selection'
import { displayText } from '../display-text'
import { formatCount, formatMoment, formatPlural } from '../format'
import { Quantity } from '../quantity'
import { CopyCurl } from './copy-curl'
import { Funnel } from './funnel'
import { LastResortNotice } from './last-resort-notice'
import { RankingTable } from './ranking-table'
import { RejectionsTable } from './rejections-table'
import { STRATEGY_LABELS } from './rule-words'

/** One choice: who and why, how many each rule left, the order, and who may not. */
export function SelectionView({
  selection,
  question,
}: {
  selection: SelectionDto
  /** Where it was asked, and with what; null: by a request of a client, of which nothing is kept. */
  question: { readonly path: string; readonly body: Readonly<Record<string, unknown>> } | null
}) {
  const { chosen, explanation, funnel, ranking, ranked, rejections, rejected, is_last_resort, inputs } =
    selection
  return (
    <div className="grid gap-4 lg:gap-5">
      {is_last_resort && <LastResortNotice />}
      <div className="grid gap-4 lg:gap-5 xl:grid-cols-2">
        <section aria-labelledby="chosen-title" className="panel min-w-0 p-3">
          <h2 id="chosen-title" className="text-lg font-semibold break-words">
            {chosen === null ? 'Nobody may do it' : <bdi>{displayText(chosen.node_uri)}</bdi>}
          </h2>
          <p className="mb-2 text-sm break-words">
            <bdi>{displayText(explanation)}</bdi>
          </p>
          {chosen !== null && <Cost cost={chosen.cost} />}
          <p className="mb-2 text-xs text-muted">
            Decided {formatMoment(inputs.decided_at)} by snapshot{' '}
            <code className="font-mono">{inputs.snapshot_id}</code>, strategy{' '}
            {STRATEGY_LABELS[inputs.strategy].toLowerCase()}, seed{' '}
            <code className="font-mono">{displayText(inputs.seed)}</code>.
          </p>
          {question && <CopyCurl path={question.path} body={{ ...question.body, seed: inputs.seed }} />}
        </section>
        <section aria-labelledby="funnel-title" className="panel min-w-0 p-3">
          <h2 id="funnel-title" className="mb-2 text-lg font-semibold">
            {formatPlural(ranked, 'offering')} of {formatCount(funnel[0]?.left ?? 0)} may do it
          </h2>
          <Funnel funnel={funnel} />
        </section>
      </div>
      {ranking.length > 0 && (
        <section aria-labelledby="ranking-title" className="panel min-w-0">
          <h2 id="ranking-title" className="px-3 pt-3 text-lg font-semibold">
            {ranking.length < ranked
              ? `The first ${formatCount(ranking.length)} of ${formatCount(ranked)}, in order`
              : 'In order'}
          </h2>
          <RankingTable ranking={ranking} chosenId={chosen?.offering_id ?? null} />
        </section>
      )}
      {rejections.length > 0 && (
        <section aria-labelledby="rejections-title" className="panel min-w-0">
          <h2 id="rejections-title" className="px-3 pt-3 text-lg font-semibold">
            {rejections.length < rejected
              ? `${formatCount(rejected)} may not; the nearest ${formatCount(rejections.length)}`
              : `${formatCount(rejected)} may not`}
          </h2>
          <RejectionsTable rejections={rejections} />
        </section>
      )}
    </div>
  )
}

function Cost({ cost }: { cost: NonNullable<SelectionDto['chosen']>['cost'] }) {
  if (cost === null)
    return <p className="mb-2 text-sm">What the job costs there is not known: no price, or no size.</p>
  return (
    <p className="mb-2 text-sm">
      The job costs{' '}
      {cost.readings.map(({ units, wei, usd }, i) => (
        <span key={units}>
          {i > 0 && ' or '}
          {usd === null ? <Quantity value={wei} unit="wei" /> : <Quantity value={usd} unit="USD" />}
        </span>
      ))}
      {cost.assumed.length > 0 && `, taking it to be ${cost.assumed.join(' and ')}`}.
      {cost.uncertainty !== null && ` ${cost.uncertainty}`}
    </p>
  )
}
