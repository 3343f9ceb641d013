import { TriangleAlert } from 'lucide-react'
import type { OfferingDto, PriceDto } from '@/lib/api/contract'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { formatDecimal } from '@/lib/domain/price'
import { CopyExact } from '../../../_components/copy-exact'
import { formatExact, formatNumber } from '../../../_components/format'
import { SHORT_UNITS } from '../../../_components/short-units'
import { Unknown } from '../../../_components/unknown'

const MAX_OTHERS = 3

/** A price with its unit; the exact fraction is one hover, focus or copy away, since prices are compared by it. */
export function PriceCell({ offering: { price, price_state, other_prices } }: { offering: OfferingDto }) {
  if (!price)
    return (
      <Unknown
        reason={price_state === 'invalid' ? 'The stated price cannot be used.' : 'The node states no price.'}
      />
    )
  const short = formatNumber(price.wei_per_unit)
  const exact = formatExact(price.wei_per_unit)
  return (
    <data value={price.wei_per_unit} title={exactPrice(price)}>
      {short === exact ? short : <CopyExact short={short} exact={exact} />}
      <span className="block text-xs text-muted">
        {SHORT_UNITS[price.unit]}
        {price.origin === 'base' && (
          <span title="It states no price of its own: the node's base price applies."> (base)</span>
        )}
      </span>
      <TaskCost price={price} />
      {other_prices.length > 0 && (
        <span className="block text-xs text-muted" title={other_prices.map(formatFraction).join('; ')}>
          also {other_prices.slice(0, MAX_OTHERS).map(formatOther).join(', ')}
          {other_prices.length > MAX_OTHERS && ` and ${other_prices.length - MAX_OTHERS} more`}
        </span>
      )}
    </data>
  )
}

/** What the commonest task costs in dollars, or why the price cannot be meant. */
function TaskCost({ price: { costs, implausible } }: { price: PriceDto }) {
  const [cost] = costs
  if (implausible !== null)
    return (
      <span
        className="block text-xs text-warn"
        title={`Implausible: ${implausible}. It counts in no median.`}
      >
        <TriangleAlert aria-hidden className="mr-1 inline size-3.5 align-[-2px]" />
        implausible
      </span>
    )
  if (cost?.usd == null) return null
  const title = costs.map(({ label, usd }) => `${formatExact(usd ?? '')} USD per ${label}`).join('; ')
  return (
    <span
      className="block text-xs text-muted"
      title={cost.uncertainty === null ? title : `${title}. ${cost.uncertainty}`}
    >
      {cost.uncertainty !== null && <span className="sr-only">uncertain: </span>}
      <span className="text-text">${formatNumber(cost.usd)}</span> per {cost.label}
      {cost.uncertainty !== null && <span aria-hidden>?</span>}
    </span>
  )
}

function exactPrice(price: PriceDto): string {
  const rate = `${formatExact(price.wei_per_unit)} ${UNIT_LABELS[price.unit]}`
  if (price.wei === '0') return `${rate}: a stated zero`
  return price.per_units === '1' ? rate : `${rate}, stated as ${formatFraction(price)}`
}

const formatOther = ({ wei, per_units }: OfferingDto['other_prices'][number]): string =>
  formatNumber(formatDecimal({ wei: BigInt(wei), perUnits: BigInt(per_units) }))

const formatFraction = ({ wei, per_units }: Pick<PriceDto, 'wei' | 'per_units'>): string =>
  `${formatExact(wei)} wei for ${per_units === '1' ? 'one unit' : `${formatExact(per_units)} units`}`
