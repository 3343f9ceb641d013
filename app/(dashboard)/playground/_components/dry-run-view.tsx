import type { SelectionDto } from '@/lib/api/contract/selection'
import { displayHost, displayText } from '../../../_components/display-text'
import { Notice } from '../../../_components/notice'
import { SelectionView } from '../../../_components/selection/selection-view'
import { type DryRun, SELECT_PATH } from './use-dry-run'

/** Who would get the job, in a few words. */
export const dryRunTitle = ({ chosen }: SelectionDto): string =>
  chosen === null
    ? 'Nobody would get this job; nothing was sent.'
    : `${displayHost(chosen.node_uri)} would get this job; nothing was sent.`

/** Who would get the job, who would not, and why. */
export function DryRunView({ dryRun }: { dryRun: DryRun }) {
  switch (dryRun.kind) {
    case 'none':
      return null
    case 'asking':
      return <p className="text-sm text-muted">Asking who would get it</p>
    case 'refused':
      return (
        <Notice tone="bad" title="This cannot be asked">
          <bdi>{displayText(dryRun.detail)}</bdi>
        </Notice>
      )
    case 'told': {
      const { selection, body } = dryRun
      return (
        <section aria-label="Dry run" className="min-w-0">
          <p className="mb-2 text-sm">{dryRunTitle(selection)}</p>
          <SelectionView selection={selection} question={{ path: SELECT_PATH, body }} />
        </section>
      )
    }
  }
}
