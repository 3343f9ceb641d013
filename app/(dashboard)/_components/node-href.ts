import { orchestratorHref } from '../../_components/orchestrator-href'
import { nodeAnchor } from '../offerings/_components/node-anchor'

/** Where a node is shown: at whoever gets paid for it, else among all nodes. */
export const nodeHref = (orchestrator: string | null, nodeUri: string): string =>
  orchestrator === null ? `/offerings#${nodeAnchor(nodeUri)}` : orchestratorHref(orchestrator)
