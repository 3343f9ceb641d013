import Link from 'next/link'
import type { OfferingDto } from '@/lib/api/contract/offering'
import { freshnessOf } from '@/lib/domain/freshness'
import { isAnswered, OUTCOME_SENTENCES } from '@/lib/domain/outcome'
import { Abbreviated } from '../../../_components/abbreviated'
import { displayText, displayUri } from '../../../_components/display-text'
import { formatCount, formatExact, formatGib, formatNumber, NBSP } from '../../../_components/format'
import { FreshnessBadge } from '../../../_components/freshness-badge'
import { HealthBadge } from '../../../_components/health-badge'
import { TriangleAlert } from '../../../_components/icons'
import { NameText } from '../../../_components/name-text'
import { orchestratorHref } from '../../../_components/orchestrator-href'
import { OutcomeBadge } from '../../../_components/outcome-badge'
import { exactPrice, formatFraction } from '../../../_components/price-amount'
import { RelativeTime } from '../../../_components/relative-time'
import { SHORT_UNITS } from '../../../_components/short-units'
import { Unknown } from '../../../_components/unknown'
import { withAsOf } from '../../../_components/use-as-of'
import { useNow } from '../../../_components/use-now'
import type { CellProps } from './cell-props'
import { nodeAnchor } from './node-anchor'

/** A row's age is told in steps: a hundred rows need not move every second. */
const AGE_STEP_MS = 10_000

export const PipelineCell = ({ offering: { pipeline } }: CellProps) => (
  <NameText text={pipeline} title={displayText(pipeline)} />
)

/** A price with its unit; the exact fraction, and whatever else the node asks, in the title. */
export function PriceTextCell({ offering: { price, price_state, other_prices } }: CellProps) {
  if (!price) return <Unknown reason={NO_PRICE[price_state] ?? 'The node states no price.'} />
  const others =
    other_prices.length === 0 ? '' : `. It also states ${other_prices.map(formatFraction).join('; ')}`
  return (
    <data value={price.wei_per_unit} title={`${exactPrice(price)}${others}`} className="lg:whitespace-nowrap">
      {price.implausible !== null && (
        <>
          <TriangleAlert aria-hidden className="mr-1 inline size-3.5 align-[-2px] text-warn" />
          <span className="sr-only">implausible: </span>
        </>
      )}
      <ShortNumber value={price.wei_per_unit} />
      <span className="text-muted">
        {NBSP}
        {SHORT_UNITS[price.unit]}
        {price.origin === 'base' && ' (base)'}
        {other_prices.length > 0 && ` +${other_prices.length}`}
      </span>
    </data>
  )
}

const NO_PRICE: Readonly<Partial<Record<OfferingDto['price_state'], string>>> = {
  invalid: 'The stated price cannot be used.',
}

/** What the commonest task costs. */
export function CostCell({ offering: { price } }: CellProps) {
  if (!price) return <Unknown reason="There is no price." />
  if (price.implausible !== null)
    return (
      <span className="text-warn" title={`Implausible: ${price.implausible}. It counts in no median.`}>
        implausible
      </span>
    )
  const [cost] = price.costs
  if (cost?.usd == null) return <Unknown reason="What it comes to in dollars is not known." />
  const exact = price.costs.map(({ label, usd }) => `${formatExact(usd ?? '')} USD per ${label}`).join('; ')
  return (
    <span
      className="lg:whitespace-nowrap"
      title={cost.uncertainty === null ? exact : `${exact}. ${cost.uncertainty}`}
    >
      {cost.uncertainty !== null && <span className="sr-only">uncertain: </span>}${formatNumber(cost.usd)}{' '}
      <span className="text-muted">per {cost.label}</span>
      {cost.uncertainty !== null && <span aria-hidden>?</span>}
    </span>
  )
}

/** Three digits; the exact number is what is copied and read out. */
function ShortNumber({ value }: { value: string }) {
  const [short, exact] = [formatNumber(value), formatExact(value)]
  if (short === exact) return short
  return (
    <>
      <span aria-hidden className="abbreviated-short">
        {short}
      </span>
      <span className="abbreviated-whole">{exact}</span>
    </>
  )
}

export function GpuCell({ offering: { gpus } }: CellProps) {
  const [first, ...others] = gpus
  if (!first) return <Unknown reason="The node reports no hardware." />
  return (
    <span title={gpus.map(gpuWords).join('; ')} className="lg:whitespace-nowrap">
      {first.count > 1 && `${formatCount(first.count)}${NBSP}×${NBSP}`}
      <Abbreviated text={first.name} max={18} />
      {others.length > 0 && <span className="text-muted"> +{others.length}</span>}
    </span>
  )
}

const gpuWords = ({ count, reported_name, memory_total_bytes }: OfferingDto['gpus'][number]): string =>
  `${count} × ${displayText(reported_name)}${memory_total_bytes === null ? '' : ` ${formatGib(memory_total_bytes)} GiB`}`

export function VramCell({ offering: { gpus } }: CellProps) {
  const sizes = gpus.flatMap(({ vram_gb }) => vram_gb ?? [])
  if (sizes.length === 0) return <Unknown reason="The node reports no size of memory." />
  const largest = sizes.reduce((a, b) => Math.max(a, b))
  return (
    <span className="lg:whitespace-nowrap">
      {formatNumber(largest)}
      <span className="text-muted">{NBSP}GB</span>
    </span>
  )
}

export const NodeCell = ({ offering: { node_uri } }: CellProps) => (
  <a href={`#${nodeAnchor(node_uri)}`} className="link">
    <Abbreviated text={displayUri(node_uri)} max={30} />
  </a>
)

export function OrchestratorCell({ offering: { orchestrator, orchestrator_name }, asOf }: CellProps) {
  if (orchestrator === null) return <Unknown reason="The node names no orchestrator address." />
  const path = orchestratorHref(orchestrator)
  return (
    <Link href={asOf === null ? path : withAsOf(path, asOf)} prefetch={false} className="link">
      {orchestrator_name === null ? (
        <span className="font-mono text-xs">
          <Abbreviated text={orchestrator} max={13} />
        </span>
      ) : (
        <Abbreviated text={orchestrator_name} max={18} />
      )}
    </Link>
  )
}

const REGION_SENTENCES = {
  operator: 'The region is set by the operator of this site.',
  node: 'The region is what the node says of itself.',
  geoip: 'The region is that of the node’s address in a database of addresses.',
} as const

export const RegionCell = ({ offering: { region } }: CellProps) =>
  region === null ? (
    <Unknown reason="Nobody says where the node is." />
  ) : (
    <bdi title={REGION_SENTENCES[region.from]}>{displayText(region.name)}</bdi>
  )

export const ReachedCell = ({ offering: { reliability } }: CellProps) => (
  <span className="inline-flex items-center gap-1 whitespace-nowrap">
    <HealthBadge health={reliability.health} />
    <span title="Of its latest questions in this state, how many reached it.">
      {reliability.reached}
      <span className="text-muted"> of {reliability.asked}</span>
    </span>
  </span>
)

export function AgeCell({ offering: { observed_at, cadence_ms, node_outcome } }: CellProps) {
  const now = useNow(AGE_STEP_MS)
  const freshness = now === null ? 'fresh' : freshnessOf(now - Date.parse(observed_at), cadence_ms)
  return (
    <span className="inline-flex items-center gap-1">
      {!isAnswered(node_outcome) && (
        <span title={`From an earlier answer. Asked again: ${OUTCOME_SENTENCES[node_outcome]}`}>
          <OutcomeBadge outcome={node_outcome} />
        </span>
      )}
      {isAnswered(node_outcome) && freshness !== 'fresh' && (
        <FreshnessBadge freshness={freshness} cadenceMs={cadence_ms} />
      )}
      <RelativeTime iso={observed_at} stepMs={AGE_STEP_MS} suffix="" isNarrow />
    </span>
  )
}
