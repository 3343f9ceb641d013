import type { NodeDto } from '@/lib/api/contract/node'
import { CellLabel } from '../../../../_components/cell-label'
import { displayUri } from '../../../../_components/display-text'
import { formatCount, formatExact, formatGib, formatPlural } from '../../../../_components/format'
import { LongText } from '../../../../_components/long-text'
import { MethodLink } from '../../../../_components/method-link'
import { Unknown } from '../../../../_components/unknown'

/** The cards that its nodes report, node by node, and how many report any. */
export function HardwareSection({ nodes }: { nodes: readonly NodeDto[] }) {
  const rows = nodes.flatMap(({ uri, gpus }) => gpus.map((gpu) => ({ uri, gpu })))
  const reporting = nodes.filter(({ gpus }) => gpus.length > 0).length
  return (
    <section aria-labelledby="hardware-title" className="panel min-w-0">
      <h2 id="hardware-title" className="px-3 pt-3 text-lg font-semibold">
        Hardware
      </h2>
      <p className="px-3 pb-3 text-sm text-muted">
        {formatCount(reporting)} of {formatPlural(nodes.length, 'node')} report{reporting === 1 ? 's' : ''}{' '}
        cards
        {reporting < nodes.length && '; the others may have any'}. <MethodLink part="coverage" />
      </p>
      {rows.length > 0 && (
        <table className="data-table card-table">
          <caption className="sr-only">Reported cards by node</caption>
          <thead>
            <tr>
              <th scope="col" className="w-[30%]">
                Card
              </th>
              <th scope="col" className="number w-[12%]">
                Cards
              </th>
              <th scope="col" className="number w-[16%]">
                Memory each, GiB
              </th>
              <th scope="col" className="number w-[16%]">
                Free in all, GiB
              </th>
              <th scope="col" className="w-[26%]">
                Node
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ uri, gpu }) => (
              <tr key={`${uri} ${gpu.reported_name} ${gpu.memory_total_bytes} ${gpu.compute_capability}`}>
                <th scope="row" className="wide">
                  <CellLabel>Card</CellLabel>
                  <LongText text={gpu.name} max={48} what="card name" />
                </th>
                <td className="number">
                  <CellLabel>Cards</CellLabel>
                  {formatCount(gpu.count)}
                </td>
                <td className="number">
                  <CellLabel>Memory each, GiB</CellLabel>
                  <Memory bytes={gpu.memory_total_bytes} />
                </td>
                <td className="number">
                  <CellLabel>Free in all, GiB</CellLabel>
                  <Memory bytes={gpu.memory_free_bytes} />
                </td>
                <td className="wide text-muted">
                  <CellLabel>Node</CellLabel>
                  <LongText text={displayUri(uri)} max={48} what="address" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const Memory = ({ bytes }: { bytes: string | null }) =>
  bytes === null ? (
    <Unknown reason="Not reported." />
  ) : (
    <data value={bytes} title={`${formatExact(bytes)} bytes`}>
      {formatGib(bytes)}
    </data>
  )
