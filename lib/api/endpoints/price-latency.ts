import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { withPast } from '../as-of'
import { QueryReader } from '../changes/query-reader'
import { readOneOf } from '../changes/value-readers'
import { priceLatencyDto } from '../contract/price-latency'
import type { Endpoint } from '../endpoint'
import { quoted, refused, taken } from '../listing/reading'
import { badParameters } from '../problem'
import { catalogAnswer } from './respond'

const MAX_NAME = 1_000

/** What price and latency can be had together in a pipeline. */
export const PRICE_LATENCY: Endpoint = withPast({
  path: '/api/v1/price-latency',
  operations: {
    GET: {
      doc: {
        summary: 'Price and latency of a pipeline, with the Pareto front',
        description:
          'One unit of price at a time. On the front is whatever no other offering beats: none that can be had is at least as cheap and at least as fast, and better in one of both. What is only on a price list, and whatever a node offers that did not answer when it was asked last, is never on it; prices that nobody can mean are counted and left out.',
        tag: 'Catalog',
        parameters: [
          {
            name: 'pipeline',
            in: 'query',
            description: 'By default the one of most loaded models.',
            schema: { type: 'string' },
            example: 'text-to-image',
          },
          {
            name: 'unit',
            in: 'query',
            description: 'By default the one in which most of the pipeline is priced.',
            schema: { type: 'string', enum: PRICE_UNITS },
          },
        ],
        examples: [{ title: 'What is fast and cheap for text to image', query: '?pipeline=text-to-image' }],
        answer: {
          status: 200,
          description: 'Points by price, each with whether it is on the front.',
          content: { 'application/json': priceLatencyDto },
        },
      },
      handle({ url }, { reader }) {
        const read = new QueryReader(url.searchParams, ['pipeline', 'unit'])
        const pipeline = read.single('pipeline', (text) =>
          text.trim() === ''
            ? refused('is empty; leave it out')
            : text.length > MAX_NAME
              ? refused(`${quoted(text)} is longer than any name`)
              : taken(text),
        )
        const unit = read.single('unit', readOneOf(PRICE_UNITS))
        if (read.errors.length > 0) return badParameters(read.errors)
        return catalogAnswer(reader, reader.priceLatency({ pipeline, unit }))
      },
    },
  },
})
