import { type Answer, jsonAnswer } from '../answer'
import { withPast } from '../as-of'
import { QueryReader } from '../changes/query-reader'
import { readWholeNumber } from '../changes/value-readers'
import { positionDto } from '../contract/position'
import { createDocument } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { taken } from '../listing/reading'
import { badParameters, problem } from '../problem'
import { AS_OF, type ParameterError } from '../search-params'
import { type PositionPage, positionOf } from '../selection/position-of'
import { notCollected } from './respond'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 200

/** Why an orchestrator does, or does not, get jobs. */
export const POSITION: Endpoint = withPast({
  path: '/api/v1/orchestrators/{address}/position',
  operations: {
    GET: {
      doc: {
        summary: 'Where an orchestrator stands in the market, and why it does or does not get jobs',
        description:
          'For each of its offerings: its price among those of one kind, pipeline, model and unit, and for each built-in policy its place and every hard rule that it keeps or breaks, with what would do. In pages, since an orchestrator may state thousands of models.',
        tag: 'Discovery',
        segments: {
          address: {
            description: 'Who gets paid, in any case.',
            example: '0x422fD22F9322d9C451a85869E84a82C9d8c556D0',
          },
        },
        parameters: [
          {
            name: 'limit',
            in: 'query',
            description: 'Offerings on a page.',
            schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
          },
          {
            name: 'cursor',
            in: 'query',
            description: '`next_cursor` of the page before.',
            schema: { type: 'string' },
          },
        ],
        answer: {
          status: 200,
          description: 'By pipeline, model and node.',
          content: { 'application/json': positionDto },
        },
      },
      handle: answerPosition,
    },
  },
})

function answerPosition(request: ApiRequest, { reader, selector }: AnswerDeps): Answer {
  const { segments, url } = request
  const page = readPage(url.searchParams)
  if (!page.ok) return badParameters(page.errors)
  const market = reader.market()
  if (market === null) return notCollected(reader)
  const position = positionOf(segments.address ?? '', { market, selector, page: page.page })
  switch (position.kind) {
    case 'missing':
      return problem('not-found', position.reason)
    case 'bad-cursor':
      return badParameters([
        { parameter: 'cursor', detail: 'is not a next_cursor of this orchestrator; begin again without it' },
      ])
    case 'found':
      return jsonAnswer(createDocument(JSON.stringify(position.dto), { isKept: false }), reader.freshness())
  }
}

type PageReading =
  | { readonly ok: true; readonly page: PositionPage }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

function readPage(params: URLSearchParams): PageReading {
  const read = new QueryReader(params, ['limit', 'cursor', AS_OF])
  const limit = read.single('limit', readWholeNumber(1, MAX_LIMIT)) ?? DEFAULT_LIMIT
  const after = read.single('cursor', taken)
  return read.errors.length > 0 ? { ok: false, errors: read.errors } : { ok: true, page: { limit, after } }
}
