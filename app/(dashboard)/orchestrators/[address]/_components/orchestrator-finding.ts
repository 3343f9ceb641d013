import type { NodeDto } from '@/lib/api/contract/node'
import { isReached } from '@/lib/domain/outcome'
import { displayText, shortenMiddle } from '../../../../_components/display-text'
import { formatCount, formatPlural } from '../../../../_components/format'

/** How an orchestrator does, in one sentence that names it. */
export function orchestratorFinding(called: string, nodes: readonly NodeDto[]): string {
  const name = shortenMiddle(displayText(called), 40)
  const reached = nodes.filter(({ outcome }) => isReached(outcome)).length
  if (reached === nodes.length)
    return nodes.length === 1
      ? `${name}: its node was reached`
      : `${name}: ${nodes.length === 2 ? 'both' : `all ${formatCount(nodes.length)}`} nodes were reached`
  if (reached === 0)
    return nodes.length === 1
      ? `${name}: its node could not be reached`
      : `${name}: none of ${formatPlural(nodes.length, 'node')} could be reached`
  return `${name}: ${formatCount(nodes.length - reached)} of ${formatPlural(nodes.length, 'node')} could not be reached`
}
