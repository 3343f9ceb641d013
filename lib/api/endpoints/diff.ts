import { CHANGE_KINDS, MANY_CHANGES, SUSPENSION_CHANGE_KINDS } from '@/lib/domain/change'
import { type Answer, jsonAnswer } from '../answer'
import { notKept } from '../as-of'
import { FILTER_PARAMETERS, filterDocs, readFilter } from '../changes/filter-parameters'
import { pageDocs, spanDocs } from '../changes/page-docs'
import { QueryReader } from '../changes/query-reader'
import type { SnapshotDiff, SnapshotRef } from '../changes/snapshot-diffs'
import { readMoment, readWholeNumber } from '../changes/value-readers'
import { type DiffDto, diffDto } from '../contract/change'
import { createDocument } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { type Reading, refused, taken } from '../listing/reading'
import { badParameters, problem } from '../problem'
import { netChangeToDto } from '../stream/change-to-dto'
import { isoMoment } from '../to-dto'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1_000
const PARAMETERS = [...FILTER_PARAMETERS, 'from', 'to', 'limit', 'cursor']
/** A snapshot is not different for having been made, and whom this server trusts is in none. */
const KINDS = CHANGE_KINDS.filter(
  (kind) => kind !== 'snapshot' && !SUSPENSION_CHANGE_KINDS.some((own) => own === kind),
)

/** What is different between two moments. */
export const DIFF: Endpoint = {
  path: '/api/v1/diff',
  operations: {
    GET: {
      doc: {
        summary: 'What is different between two moments',
        description: [
          'Two snapshots compared, whatever happened between them: a price that rose and fell again is no difference, a node that left and came back in between neither. `before` and `after` say which snapshots they are: the last ones kept that had ended by these moments.',
          'Whom this server suspends is in no snapshot, and so in no difference: `/api/v1/changes?kind=suspended,resumed` tells it.',
          'Nothing is left out, but where one node differs in thousands of things: then `many-changes` counts the rest, and `left_out` all of them.',
        ].join('\n\n'),
        tag: 'History',
        parameters: [
          ...spanDocs({
            from: 'The earlier moment; left out: as far back as snapshots are kept.',
            to: 'The later moment; left out: now.',
          }),
          ...filterDocs(KINDS),
          ...pageDocs({ defaultLimit: DEFAULT_LIMIT, maxLimit: MAX_LIMIT }),
        ],
        examples: [
          { title: 'Prices since the beginning', query: '?kind=price-changed' },
          { title: 'Whatever is different at one model', query: '?model=black-forest-labs/FLUX.1-dev' },
        ],
        answer: {
          status: 200,
          description: 'One page of the differences, node by node, with counts over all pages.',
          content: { 'application/json': diffDto },
        },
      },
      handle: diff,
    },
  },
}

async function diff({ url }: ApiRequest, { diffs, now: clock }: AnswerDeps): Promise<Answer> {
  const now = clock()
  const read = new QueryReader(url.searchParams, PARAMETERS)
  const filter = readFilter(read, { everyKind: null, hasEverySnapshot: false })
  const [from, to] = [read.single('from', readMoment), read.single('to', readMoment)]
  if (read.errors.length === 0 && from !== null && from > (to ?? now))
    read.refuse('from', to === null ? 'lies in the future' : 'is later than to')
  const limit = read.single('limit', readWholeNumber(1, MAX_LIMIT)) ?? DEFAULT_LIMIT
  const cursor = read.single('cursor', readPlace)
  if (read.errors.length > 0) return badParameters(read.errors)

  const oldestAt = await diffs.oldestAt()
  if (oldestAt === null) return notKept(from ?? to ?? now, null)
  const fromAt = cursor?.beforeAt ?? from ?? oldestAt
  const toAt = cursor?.afterAt ?? to ?? now
  const found = await diffs.between(fromAt, toAt, filter)
  if (found === null) return notKept(Math.min(fromAt, toAt), oldestAt)
  const { before, after } = found
  if (cursor && (before.endedAt !== cursor.beforeAt || after.endedAt !== cursor.afterAt))
    return problem('not-kept', 'The snapshots of that cursor are kept no more. Begin again without it.')
  const dto = pageOf(found, { offset: cursor?.offset ?? 0, limit })
  return jsonAnswer(createDocument(JSON.stringify(dto), { isKept: false }))
}

function pageOf(
  { before, after, changes }: SnapshotDiff,
  { offset, limit }: { offset: number; limit: number },
): DiffDto {
  const counts = new Map<string, number>()
  let leftOut = 0
  for (const change of changes) {
    counts.set(change.kind, (counts.get(change.kind) ?? 0) + 1)
    if (change.kind === MANY_CHANGES) leftOut += change.leftOut
  }
  const end = offset + limit
  return {
    before: refToDto(before),
    after: refToDto(after),
    count: changes.length,
    left_out: leftOut,
    counts: CHANGE_KINDS.flatMap((kind) => {
      const count = counts.get(kind)
      return count === undefined ? [] : { kind, count }
    }),
    changes: changes.slice(offset, end).map(netChangeToDto),
    next_cursor: end < changes.length ? `${before.endedAt}-${after.endedAt}-${end}` : null,
  }
}

const refToDto = ({ id, endedAt }: SnapshotRef) => ({ snapshot_id: id, as_of: isoMoment(endedAt) })

interface Place {
  readonly beforeAt: number
  readonly afterAt: number
  readonly offset: number
}

/** Both snapshots by their ends, so that the next page is of the same ones. */
function readPlace(text: string): Reading<Place> {
  const [, beforeAt, afterAt, offset] = /^(\d{1,15})-(\d{1,15})-(\d{1,9})$/.exec(text) ?? []
  return beforeAt === undefined || afterAt === undefined || offset === undefined
    ? refused('is not a next_cursor of this list; begin again without it')
    : taken({ beforeAt: Number(beforeAt), afterAt: Number(afterAt), offset: Number(offset) })
}
