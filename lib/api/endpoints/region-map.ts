import { type Answer, jsonAnswer } from '../answer'
import { withPast } from '../as-of'
import { QueryReader } from '../changes/query-reader'
import { regionMapDto } from '../contract/region-map'
import { createDocument } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { refused, taken } from '../listing/reading'
import { badParameters } from '../problem'
import { regionMapToDto } from '../region-map'
import { notCollected } from './respond'

const MAX_NAME = 500

/** What there is by region, with where a map draws it. */
export const REGION_MAP: Endpoint = withPast({
  path: '/api/v1/regions/map',
  operations: {
    GET: {
      doc: {
        summary: 'What there is by region, with where that is drawn',
        description:
          'Nodes, offerings, cards and latency by region, and the median price of one pipeline. Regions are names, as the operator, the node or a database of addresses says; a name that nobody knows has no place, and nodes of which nobody says where they are stand under `unknown`.',
        tag: 'Catalog',
        parameters: [
          {
            name: 'pipeline',
            in: 'query',
            description: 'Of one pipeline, with its median price; left out: of all, without prices.',
            schema: { type: 'string' },
          },
        ],
        examples: [{ title: 'Where text to image is', query: '?pipeline=text-to-image' }],
        answer: {
          status: 200,
          description: 'Regions, most nodes first.',
          content: { 'application/json': regionMapDto },
        },
      },
      handle: answerMap,
    },
  },
})

function answerMap({ url }: ApiRequest, { reader }: AnswerDeps): Answer {
  const read = new QueryReader(url.searchParams, ['pipeline'])
  const pipeline = read.single('pipeline', (text) =>
    text.length > MAX_NAME ? refused(`is longer than ${MAX_NAME} characters`) : taken(text),
  )
  if (read.errors.length > 0) return badParameters(read.errors)
  const market = reader.market()
  if (market === null) return notCollected(reader)
  const dto = regionMapToDto(pipeline, market)
  return jsonAnswer(createDocument(JSON.stringify(dto), { isKept: false }), reader.freshness())
}
