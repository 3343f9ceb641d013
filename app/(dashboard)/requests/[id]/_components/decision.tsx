'use client'

import type { RequestDetailDto } from '@/lib/api/contract/request'
import { selectionDto } from '@/lib/api/contract/selection'
import { SelectionView } from '../../../../_components/selection/selection-view'

/** What the choice was made of, as it was recorded. */
export function Decision({ recorded }: { recorded: RequestDetailDto['decision'] }) {
  const decision = recorded === null ? null : selectionDto.safeParse(recorded)
  if (decision?.success) return <SelectionView selection={decision.data} question={null} />
  return (
    <p className="max-w-[80ch] text-sm text-muted">
      {decision === null
        ? 'It did not come so far that somebody was chosen, or the choice is not kept any more (HISTORY_DECISIONS_DAYS).'
        : 'It was written by another version of this server, and cannot be shown.'}
    </p>
  )
}
