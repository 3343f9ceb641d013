import { type NodeConflict, nodeConflicts } from '@/lib/snapshot/node-conflicts'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import type { ConflictDto } from './contract/conflict'

export const conflictsToDto = (node: NodeObservation): ConflictDto[] =>
  nodeConflicts(node).map((conflict) => conflictToDto(node.uri, conflict))

function conflictToDto(node_uri: string, conflict: NodeConflict): ConflictDto {
  const { kind } = conflict
  return {
    node_uri,
    kind,
    claims: kind === 'several-scores' ? [] : [...conflict.claims],
    payee: kind === 'other-payee' ? conflict.payee : null,
    scores: kind === 'several-scores' ? [...conflict.scores] : [],
  }
}
