import type { PriceDto } from '@/lib/api/contract/price'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { CopyExact } from './copy-exact'
import { formatExact, formatNumber } from './format'
import { TriangleAlert } from './icons'
import { SHORT_UNITS } from './short-units'

/**
 * A price with its unit and what the commonest task costs; the exact fraction is one hover, focus or copy away. `isBrief`
 * where unit and task stand in a header.
 */
export function PriceAmount({ price, isBrief = false }: { price: PriceDto; isBrief?: boolean }) {
  const short = formatNumber(price.wei_per_unit)
  const exact = formatExact(price.wei_per_unit)
  return (
    <data value={price.wei_per_unit} title={exactPrice(price)}>
      {short === exact ? short : <CopyExact short={short} exact={exact} />}
      <span className={isBrief ? 'sr-only' : 'block text-xs text-muted'}>
        {SHORT_UNITS[price.unit]}
        {price.origin === 'base' && (
          <span title="It states no price of its own: the node's base price applies."> (base)</span>
        )}
      </span>
      <TaskCost price={price} isBrief={isBrief} />
    </data>
  )
}

/** What the commonest task costs in dollars, or why the price cannot be meant. */
function TaskCost({ price: { costs, implausible }, isBrief }: { price: PriceDto; isBrief: boolean }) {
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
      className="is-aside block text-xs text-muted"
      title={cost.uncertainty === null ? title : `${title}. ${cost.uncertainty}`}
    >
      {cost.uncertainty !== null && <span className="sr-only">uncertain: </span>}
      <span className={isBrief ? '' : 'text-text'}>${formatNumber(cost.usd)}</span>
      <span className={isBrief ? 'sr-only' : ''}> per {cost.label}</span>
      {cost.uncertainty !== null && <span aria-hidden>?</span>}
    </span>
  )
}

/** A price in words, to the last digit. */
export function exactPrice(price: PriceDto): string {
  const rate = `${formatExact(price.wei_per_unit)} ${UNIT_LABELS[price.unit]}`
  if (price.wei === '0') return `${rate}: a stated zero`
  return price.per_units === '1' ? rate : `${rate}, stated as ${formatFraction(price)}`
}

/** As a node states it: `5 wei for 2 units`. */
export const formatFraction = ({ wei, per_units }: Pick<PriceDto, 'wei' | 'per_units'>): string =>
  `${formatExact(wei)} wei for ${per_units === '1' ? 'one unit' : `${formatExact(per_units)} units`}`
