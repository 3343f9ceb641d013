import type { FoldedChange } from '@/lib/api/contract/fold-changes'
import { foldedRest } from '@/lib/api/contract/folded-title'
import type { ShownChange } from './change-kinds'
import { ChangeTurn } from './change-turn'
import { ChangedOffering } from './changed-offering'

/** The others that a change stands for, to unfold. */
export function FoldedChanges({ folded }: { folded: FoldedChange<ShownChange> }) {
  const words = foldedRest(folded)
  if (words === null) return null
  return (
    <details className="mt-0.5">
      <summary className="min-h-6 cursor-pointer text-sm">{words}</summary>
      <ul className="grid gap-1.5 border-s border-line py-1 ps-3">
        {folded.rest.map((one) => (
          <li key={one.id} className="min-w-0">
            {'offering' in one && one.offering !== null && (
              <span className="block text-xs">
                <ChangedOffering offering={one.offering} />
              </span>
            )}
            <ChangeTurn change={one} />
          </li>
        ))}
      </ul>
    </details>
  )
}
