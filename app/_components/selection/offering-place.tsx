import type { RankedDto } from '@/lib/api/contract/selection'
import { CopyAddress } from '../copy-address'
import { displayText } from '../display-text'
import { LongText } from '../long-text'

/** Whose offering it is and where, as far as that is known. */
export function OfferingPlace({
  offering: { node_uri, orchestrator, orchestrator_name, model },
}: {
  offering: Pick<RankedDto, 'node_uri' | 'orchestrator' | 'orchestrator_name' | 'model'>
}) {
  return (
    <span className="block min-w-0">
      {orchestrator_name !== null && (
        <bdi className="block font-medium">{displayText(orchestrator_name)}</bdi>
      )}
      <span className="block break-words">
        <LongText text={node_uri} max={60} what="address" />
      </span>
      {model !== null && (
        <span className="block text-xs break-words text-muted">
          <LongText text={model} max={60} what="model" />
        </span>
      )}
      {orchestrator !== null && <CopyAddress address={orchestrator} />}
    </span>
  )
}
