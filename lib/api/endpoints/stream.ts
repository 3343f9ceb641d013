import { CHANGE_KINDS } from '@/lib/domain/change'
import type { Answer } from '../answer'
import { filterDocs } from '../changes/filter-parameters'
import { streamEventDto } from '../contract/change'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { badParameters } from '../problem'
import { parseChangeQuery } from '../stream/change-query'
import { eventStreamAnswer, eventStreamHead } from '../stream/event-stream-answer'
import { parseResumePoint } from '../stream/resume-point'

const text = { type: 'string' } as const

/** What changes, as it is found. */
export const STREAM: Endpoint = {
  path: '/api/v1/stream',
  operations: {
    GET: {
      doc: {
        summary: 'What changes, as it is found',
        description: [
          'Server-sent events: `event` is the kind, `data` the change as JSON. After every sweep come its changes, and last `snapshot`, which says that they are complete.',
          'Without `Last-Event-ID` it begins with `hello` and what changes from now on. To begin with a list and miss nothing, read the list and then the stream with `last_event_id` set to its `snapshot.last_event_id`.',
          'With `Last-Event-ID` everything after that event comes, in order and once, also after a restart and from another process on the same store. Where that event is not known here, or was forgotten, `reset` comes first: events were lost, read the lists anew. An id that is none is answered so too, since browsers send back what they got.',
          'A comment every 15 seconds keeps the connection alive; a client that takes nothing for a minute is cut off.',
        ].join('\n\n'),
        tag: 'Network',
        parameters: [
          ...filterDocs(CHANGE_KINDS),
          {
            name: 'last_event_id',
            in: 'query',
            description: 'For clients that cannot set the header, which counts where both are there.',
            schema: { type: 'integer', minimum: 1 },
          },
          {
            name: 'Last-Event-ID',
            in: 'header',
            description: 'The `id` of the last event that was seen.',
            schema: text,
          },
        ],
        answer: {
          status: 200,
          description: 'Events without end; the schema is that of their `data`.',
          content: { 'text/event-stream': streamEventDto },
        },
      },
      handle: stream,
    },
  },
}

/** Also the answer of other addresses to whoever asks them for events. */
export async function stream(
  { method, url, header }: ApiRequest,
  { streams, reader }: AnswerDeps,
): Promise<Answer> {
  const parsed = parseChangeQuery(url.searchParams)
  if (!parsed.ok) return badParameters(parsed.errors)
  const network = reader.status().snapshot?.network
  const headers = network && { 'x-livepeer-offerings-network': network }
  if (method === 'HEAD') return eventStreamHead(headers)
  // A browser that connects again sends the header to the address that it was first given.
  const seen = parseResumePoint(header('last-event-id'))
  return eventStreamAnswer(await streams.open(parsed.filter, seen === 'now' ? parsed.from : seen), headers)
}
