import { orchestratorHref } from '../../_components/orchestrator-href'
import { nodeAnchor } from '../offerings/_components/node-anchor'

/** Where a node is shown: its row at whoever gets paid for it, else among all nodes. */
export const nodeHref = (orchestrator: string | null, nodeUri: string): string =>
  `${orchestrator === null ? '/offerings' : orchestratorHref(orchestrator)}#${nodeAnchor(nodeUri)}`
