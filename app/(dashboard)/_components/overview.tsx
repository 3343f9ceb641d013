'use client'

import { useQuery } from '@tanstack/react-query'
import { summaryQuery } from '@/lib/api/queries/summary'
import { formatCount, formatPlural } from '../../_components/format'
import { NothingYet } from '../../_components/nothing-yet'
import { QueryNotice } from '../../_components/query-notice'
import { useAsOf } from '../../_components/use-as-of'
import { FailuresSection } from './failures-section'
import { GpusSection } from './gpus-section'
import { IncidentsSection } from './incidents-section'
import { isExpired } from './is-expired'
import { KeyFigures } from './key-figures'
import { LatelySection } from './lately-section'
import { PipelinesSection } from './pipelines-section'
import { SweepSection } from './sweep-section'
import { TradeOffSection } from './trade-off/trade-off-section'

/** Is the network well, what can run now, at what price and on what hardware, what changed, and when was that measured. */
export function Overview({
  madeAt,
}: {
  /** When the page was made (ISO): what ages are of until scripts run. */
  madeAt: string
}) {
  const query = useQuery(summaryQuery(useAsOf()))
  const summary = query.data
  if (!summary) return <NothingYet query={query} what="The overview" />
  const { nodes, models } = summary
  return (
    <>
      <h1 className="mb-4 text-xl font-semibold">
        {formatCount(nodes.answered)} of {formatPlural(nodes.listed, 'node')} answered
        {isExpired(summary) ? ', but too long ago to count' : `, offering ${formatPlural(models, 'model')}`}
      </h1>
      <QueryNotice query={query} what="The overview" />
      <div className="grid grid-cols-1 gap-4 lg:gap-5">
        <KeyFigures summary={summary} />
        <div className="grid gap-4 lg:gap-5 xl:grid-cols-2">
          <LatelySection madeAt={madeAt} />
          <IncidentsSection madeAt={madeAt} />
        </div>
        <TradeOffSection pipelines={summary.pipelines} />
        <PipelinesSection summary={summary} />
        <GpusSection gpus={summary.gpus} />
        <div className="grid gap-4 lg:gap-5 xl:grid-cols-2">
          <FailuresSection nodes={nodes} />
          <SweepSection snapshot={summary.snapshot} />
        </div>
      </div>
    </>
  )
}
