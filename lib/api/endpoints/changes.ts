import { CHANGE_KINDS } from '@/lib/domain/change'
import type { ChangePage } from '@/lib/store/store'
import type { Answer } from '../answer'
import { atomFeed, type Feed, rssFeed } from '../changes/change-feed'
import { acceptedFormat, CHANGE_FORMATS, type ChangeFormat, MEDIA_TYPES } from '../changes/change-format'
import {
  CHANGE_ORDERS,
  type ChangesQuery,
  DEFAULT_LIMIT,
  MAX_LIMIT,
  parseChangesQuery,
} from '../changes/changes-query'
import { filterDocs } from '../changes/filter-parameters'
import { pageDocs, spanDocs } from '../changes/page-docs'
import { requestAddress, requestOrigin } from '../changes/request-address'
import { type ChangesDto, changesDto, streamEventDto } from '../contract/change'
import { createDocument } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { badParameters, problem } from '../problem'
import { changeToDto } from '../stream/change-to-dto'
import { isoMoment } from '../to-dto'
import { stream } from './stream'

/** What changed, as far back as it is kept. */
export const CHANGES: Endpoint = {
  path: '/api/v1/changes',
  operations: {
    GET: {
      doc: {
        summary: 'What changed, latest first',
        description: [
          'Nodes that joined, left, fell silent, became stale or came back; offerings added, gone, warmed and cooled; prices, capacities, cards, versions, regions and health, each with before and after. Together, all changes between two moments are the difference of the two snapshots, but for whom this server suspended and trusts again (`suspended`, `resumed`): that is told as it stands when a sweep ends, so that what is placed and lifted between two sweeps is in neither. `resumed` says since when somebody was suspended; the cause, and whether it was by hand, is in the `suspended` before it.',
          'To follow it, ask in ascending order and go on with `next_cursor`, which is there also on the last page: fewer than `limit` rows say that there are no more for now. A cursor after which something was forgotten is refused with `not-kept`.',
          'As Atom or RSS it can be subscribed to; what one sweep found alike at one node, or came and left with it, is then one entry that names all of it. Whoever accepts `text/event-stream` gets the stream with the same filters. CSV has no place for what differs by kind; NDJSON has one change to a line, and `x-livepeer-offerings-next-cursor` says where the next page begins.',
        ].join('\n\n'),
        tag: 'History',
        parameters: [
          ...filterDocs(CHANGE_KINDS),
          ...spanDocs({
            from: 'Only what sweeps found that ended later.',
            to: 'Only what sweeps found that had ended by then.',
          }),
          {
            name: 'order',
            in: 'query',
            description: 'Latest first, or as it was found.',
            schema: { type: 'string', enum: CHANGE_ORDERS, default: 'desc' },
          },
          ...pageDocs({ defaultLimit: DEFAULT_LIMIT, maxLimit: MAX_LIMIT }),
          {
            name: 'format',
            in: 'query',
            description: 'Instead of `Accept`.',
            schema: { type: 'string', enum: CHANGE_FORMATS, default: 'json' },
          },
        ],
        examples: [
          { title: 'Prices of a pipeline', query: '?kind=price-changed&pipeline=text-to-image' },
          { title: 'From the beginning', query: '?order=asc&limit=10' },
          { title: 'A feed of what is loaded and unloaded', query: '?kind=warmed,cooled&format=atom' },
        ],
        answer: {
          status: 200,
          description:
            'One page; with `text/event-stream` events without end, of which the schema is the `data`.',
          content: {
            [MEDIA_TYPES.json]: changesDto,
            [MEDIA_TYPES.ndjson]: null,
            [MEDIA_TYPES.atom]: null,
            [MEDIA_TYPES.rss]: null,
            [MEDIA_TYPES.events]: streamEventDto,
          },
        },
      },
      handle: changes,
    },
  },
}

const ACCEPTED = [...CHANGE_FORMATS, 'events'] as const

async function changes(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const { searchParams } = request.url
  const accepted = searchParams.has('format') ? 'json' : acceptedFormat(request.header('accept'), ACCEPTED)
  if (accepted === 'events') return stream(request, deps)
  const parsed = parseChangesQuery(searchParams)
  if (!parsed.ok) return badParameters(parsed.errors)
  const { query } = parsed
  const { snapshot } = deps.reader.status()
  const page = await deps.changes.readChanges({
    filter: query.filter,
    order: query.order,
    after: query.cursor,
    foundAfter: query.from,
    foundUpTo: query.to,
    // Nobody hears of a snapshot that the lists of this process do not hold yet.
    upTo: snapshot?.last_event_id ?? Number.MAX_SAFE_INTEGER,
    limit: query.limit,
  })
  if (page === null)
    return problem(
      'not-kept',
      'No change of that number is kept: what came after it cannot be told. Begin again without cursor.',
    )
  const dto = await changesOf(page, query, deps)
  const format = query.format ?? accepted
  const feed = (): Feed => ({
    changes: dto.changes,
    origin: requestOrigin(request),
    self: requestAddress(request, ['cursor', query.cursor === null ? null : String(query.cursor)]),
    first: requestAddress(request, ['cursor', null]),
    next:
      query.order === 'desc' && dto.next_cursor ? requestAddress(request, ['cursor', dto.next_cursor]) : null,
    isSimulated: snapshot?.network === 'simulated',
  })
  return {
    status: 200,
    headers: {
      'content-type': MEDIA_TYPES[format],
      vary: 'accept',
      ...(snapshot && { 'x-livepeer-offerings-network': snapshot.network }),
      ...(dto.next_cursor !== null && { 'x-livepeer-offerings-next-cursor': dto.next_cursor }),
    },
    body: createDocument(written(dto, format, feed), { isKept: false }),
  }
}

async function changesOf(
  { changes: found, hasMore, position }: ChangePage,
  { order, from }: ChangesQuery,
  { changes: store }: AnswerDeps,
): Promise<ChangesDto> {
  const isMore = order === 'asc' ? position > 0 : hasMore
  const first = from === null ? null : await store.readFirstChangeTime()
  return {
    changes: found.map(changeToDto),
    next_cursor: isMore ? String(position) : null,
    kept_since: first !== null && from !== null && from < first ? isoMoment(first) : null,
  }
}

function written(dto: ChangesDto, format: ChangeFormat, feed: () => Feed): string {
  switch (format) {
    case 'json':
      return JSON.stringify(dto)
    case 'ndjson':
      return dto.changes.map((change) => `${JSON.stringify(change)}\n`).join('')
    case 'atom':
      return atomFeed(feed())
    case 'rss':
      return rssFeed(feed())
  }
}
