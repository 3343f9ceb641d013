import type { SelectionDto } from '@/lib/api/contract/selection'
import { displayText } from '../display-text'
import { formatCount } from '../format'

/** How many each rule leaves, those rules alone that took somebody out. */
export function Funnel({ funnel }: { funnel: SelectionDto['funnel'] }) {
  const steps = funnel.filter(({ left }, i) => i < 2 || left !== funnel[i - 1]?.left)
  // Everything that is offered would dwarf the rest.
  const most = steps[1]?.left ?? 0
  return (
    <ol aria-label="How many each rule leaves" className="grid gap-1">
      {steps.map(({ step, left, label }) => (
        <li key={step} className="grid grid-cols-[3.5rem_minmax(0,1fr)] items-baseline gap-2 text-sm">
          <span className="number text-end font-medium tabular-nums">{formatCount(left)}</span>
          <span>
            <bdi>{displayText(label)}</bdi>
            <span
              aria-hidden
              className="mt-0.5 block h-1.5 rounded-full bg-accent"
              style={{ width: `${most === 0 ? 0 : Math.min(100, (100 * left) / most)}%` }}
            />
          </span>
        </li>
      ))}
    </ol>
  )
}
