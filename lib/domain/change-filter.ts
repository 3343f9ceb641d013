import { type Change, MANY_CHANGES } from './change'
import { UNKNOWN_VALUE } from './facet'

/** Which changes somebody wants; null: whatever stands there. Names are spelt as in changes. */
export interface ChangeFilter {
  readonly kinds: ReadonlySet<string> | null
  readonly nodeUris: ReadonlySet<string> | null
  readonly orchestrators: ReadonlySet<string> | null
  readonly pipelines: ReadonlySet<string> | null
  /** `unknown` where the node does not say which, as with cards. */
  readonly models: ReadonlySet<string> | null
  readonly gpus: ReadonlySet<string> | null
  /** That a snapshot is complete passes whatever else is said here. */
  readonly hasEverySnapshot: boolean
}

/**
 * Whether a change passes. That changes of a node were left out concerns whoever wants any of that node, since nobody
 * knows of which kind they were.
 */
export function fitsFilter(change: Change, filter: ChangeFilter): boolean {
  const { kinds, nodeUris, orchestrators, pipelines, models, gpus } = filter
  if (change.kind === 'snapshot' && filter.hasEverySnapshot) return true
  const about = 'nodeUri' in change ? change : { nodeUri: null, orchestrator: null }
  if (!admits(nodeUris, about.nodeUri) || !admits(orchestrators, about.orchestrator)) return false
  if (change.kind === MANY_CHANGES) return true
  if (!admits(kinds, change.kind)) return false
  const offering = 'offering' in change ? change.offering : null
  const gpu = 'gpu' in change ? change.gpu : offering && (offering.gpu ?? UNKNOWN_VALUE)
  return (
    admits(pipelines, offering?.pipeline ?? null) &&
    admits(models, offering && (offering.model ?? UNKNOWN_VALUE)) &&
    admits(gpus, gpu)
  )
}

const admits = (wanted: ReadonlySet<string> | null, value: string | null): boolean =>
  wanted === null || (value !== null && wanted.has(value))
