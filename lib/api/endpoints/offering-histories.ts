import { jsonAnswer } from '../answer'
import { MAX_HISTORIES } from '../contract/most'
import { offeringHistoriesDto } from '../contract/offering-histories'
import { createDocument } from '../document'
import type { Endpoint } from '../endpoint'
import { historyParameters, parseHistoryQuery } from '../history/history-query'
import { offeringHistories } from '../history/offering-histories'
import { type Reading, refused, taken } from '../listing/reading'
import { badParameters } from '../problem'
import { notCollected } from './respond'

const METRICS = ['price', 'latency'] as const
const ID = 'id'

/** Small pictures for many rows at once. */
export const OFFERING_HISTORIES: Endpoint = {
  path: '/api/v1/offerings/history',
  operations: {
    GET: {
      doc: {
        summary: 'One number of many offerings over time',
        description:
          'For small pictures beside rows: the median price, or the median latency, by bucket. The whole history of one is at `/api/v1/offerings/{id}/history`.',
        tag: 'History',
        parameters: [
          {
            name: ID,
            in: 'query',
            description: `Ids of offerings as in their list, ${MAX_HISTORIES} at most; without any the answer is empty.`,
            schema: { type: 'string' },
            isList: true,
            example: 'bd23c1944a4268a0',
          },
          ...historyParameters(METRICS),
        ],
        answer: {
          status: 200,
          description: 'A point for every bucket of every offering; what is not known is null.',
          content: { 'application/json': offeringHistoriesDto },
        },
        examples: [
          { title: 'A day of prices', query: '?id=bd23c1944a4268a0&metric=price&step=30m' },
          { title: 'A day of latency', query: '?id=bd23c1944a4268a0&metric=latency&step=1h' },
        ],
      },
      async handle({ url }, deps) {
        const { reader, history: store } = deps
        const look = reader.look()
        const params = new URLSearchParams(url.searchParams)
        const ids = readIds(params.getAll(ID))
        params.delete(ID)
        const reading = parseHistoryQuery(params, {
          metrics: METRICS,
          now: deps.now(),
          lookedAt: look?.endedAt ?? 0,
        })
        if (!ids.ok || !reading.ok)
          return badParameters([
            ...(ids.ok ? [] : [{ parameter: ID, detail: ids.detail }]),
            ...(reading.ok ? [] : reading.errors),
          ])
        if (look === null) return notCollected(reader)
        const dto = await offeringHistories(ids.value, { query: reading.query, store, look }, reader)
        return jsonAnswer(createDocument(JSON.stringify(dto)))
      },
    },
  },
}

function readIds(texts: readonly string[]): Reading<string[]> {
  const ids = [...new Set(texts.flatMap((text) => text.split(',')).map((id) => id.trim()))]
  if (ids.includes(''))
    return refused('has an empty value; ids of offerings have commas between, /api/v1/offerings lists them')
  if (ids.length > MAX_HISTORIES) return refused(`has ${ids.length} values; there may be ${MAX_HISTORIES}`)
  return taken(ids)
}
