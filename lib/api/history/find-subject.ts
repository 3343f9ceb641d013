import { boundedName } from '@/lib/domain/bounded-name'
import type { HistorySubjectKind } from '@/lib/domain/history-metric'
import { nodeSpellings } from '../find-in-catalog'
import { shortened } from '../listing/reading'
import type { Reader } from '../reader'
import type { HistoryStore, HistorySubject } from './history-question'

/** What a history can be asked of by its name. */
export type NamedKind = Exclude<HistorySubjectKind, 'network'>

export type FoundSubject =
  | { readonly kind: 'found'; readonly subject: HistorySubject }
  /** Why there is none, in one sentence. */
  | { readonly kind: 'missing'; readonly reason: string }
  | { readonly kind: 'nothing-collected' }

/** Nodes that are put together; an orchestrator of more is told by these. */
const MAX_NODES = 1_000

const NETWORK: FoundSubject = { kind: 'found', subject: { kind: 'network', id: '', nodeUris: [] } }

/** As it is called now; what is not there any more is found by the very name that it had, a node also by its host and port. */
export async function findSubject(
  kind: HistorySubjectKind,
  asked: string,
  { reader, history }: { readonly reader: Reader; readonly history: HistoryStore },
): Promise<FoundSubject> {
  if (kind === 'network') return reader.look() ? NETWORK : { kind: 'nothing-collected' }
  const found = reader.identify(kind, asked)
  if (found === null) return { kind: 'nothing-collected' }
  switch (found.kind) {
    case 'found': {
      // Histories have no longer names than these.
      const id = kind === 'model' || kind === 'gpu' ? boundedName(found.id) : found.id
      return { kind: 'found', subject: { kind, id, nodeUris: found.nodeUris.slice(0, MAX_NODES) } }
    }
    case 'ambiguous':
      return { kind: 'missing', reason: found.reason }
    case 'absent': {
      for (const id of kind === 'node' ? nodeSpellings(asked) : [asked]) {
        const nodeUris = await history.readNodesOf({ kind, id }, MAX_NODES)
        if (nodeUris.length > 0) return { kind: 'found', subject: { kind, id, nodeUris } }
      }
      return { kind: 'missing', reason: `${NOBODY[kind]} ${shortened(asked)}${LISTS[kind]}` }
    }
  }
}

const NOBODY: Readonly<Record<NamedKind, string>> = {
  offering: 'No offering has, or had, the id',
  model: 'No model is, or was, called',
  orchestrator: 'No node is paid to, or said to belong to,',
  node: 'No node is, or was, listed as',
  gpu: 'No card is, or was, called',
}
const LISTS: Readonly<Record<NamedKind, string>> = {
  offering: '; /api/v1/offerings lists all.',
  model: '; /api/v1/models lists all.',
  orchestrator: '; /api/v1/orchestrators lists all.',
  node: '; /api/v1/nodes lists all.',
  gpu: '; /api/v1/gpus lists all.',
}
