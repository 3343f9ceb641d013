import { printable } from '@/lib/domain/printable'
import type { DocumentReading } from '@/lib/routing/client-job'
import { problemOfNode } from './byoc-answer'

/** What was not done of a stream's start; null: it has begun. */
export function problemOfStart(
  status: number,
  body: Buffer,
): Extract<DocumentReading, { readonly ok: false }> | null {
  const ofNode = problemOfNode(status, body)
  if (ofNode || status < 400) return ofNode
  const detail = refusalText(status, body)
  // Its worker takes jobs, and knows nothing of streams.
  if (NO_STREAMS.has(status)) return { ok: false, outcome: 'takes-no-work', detail }
  if (status === 429) return { ok: false, outcome: 'busy', detail }
  return { ok: false, detail, refuses: status === 413 || status === 422 ? status : 400 }
}

const NO_STREAMS: ReadonlySet<number> = new Set([404, 405])

/** What a worker says where it refuses. */
export const refusalText = (status: number, body: Buffer): string =>
  printable(body.toString('utf8', 0, 2_000)).trim() || `it answered ${status} without a word`
