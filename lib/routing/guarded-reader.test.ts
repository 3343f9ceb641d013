import { expect, test } from 'vitest'
import { candidate } from '@/lib/selection/testdata/selection-world'
import type { AnsweredBy, AnswerReader, StreamReading } from './client-job'
import { guardedReader } from './guarded-reader'

const DOCUMENT = { status: 200, headers: {}, body: Buffer.from('{}') }
const from: AnsweredBy = {
  place: {
    origin: 'https://node.test:8935',
    host: 'node.test',
    port: 8935,
    isTls: true,
    basePath: '',
    address: '192.0.2.1',
  },
  candidate: candidate('node'),
  client: { isGone: false, onGone: () => () => {} },
  leftMs: () => 1_000,
}
const fails = (): never => {
  throw new RangeError('Maximum call stack size exceeded')
}
const stream = (reading: Partial<StreamReading>): StreamReading => ({
  contentType: 'text/event-stream',
  onPiece: () => null,
  onEnd: () => ({ last: null }),
  onFailure: () => Buffer.from('failed'),
  ...reading,
})

function guard(reader: Partial<AnswerReader>) {
  const errors: unknown[] = []
  const guarded = guardedReader(
    { isAnswer: () => true, readDocument: fails, stream: null, ...reader },
    (error) => errors.push(error),
  )
  return { guarded, errors }
}

test.each([
  ['throws', fails],
  ['rejects', () => Promise.reject(new RangeError('too deep'))],
])('a document over which a reader %s is none', async (_, readDocument) => {
  const { guarded, errors } = guard({ readDocument })
  expect(await guarded.readDocument(DOCUMENT, from)).toEqual({
    ok: false,
    detail: 'its answer cannot be read',
  })
  expect(errors).toEqual([expect.any(RangeError)])
})

test('so is a piece of a stream, and its end', () => {
  const { guarded, errors } = guard({ stream: () => stream({ onPiece: fails, onEnd: fails }) })
  const reading = guarded.stream?.({ status: 200, headers: {} }, from)
  expect(reading?.onPiece(Buffer.from('x'))).toEqual({ problem: 'its answer cannot be read' })
  expect(reading?.onEnd()).toEqual({ problem: 'its answer cannot be read' })
  expect(reading?.onFailure({ cause: 'reset', detail: '' }).toString()).toBe('failed')
  expect(errors).toHaveLength(2)
})

test('what can be read is read as it is', async () => {
  const told = { ok: true as const, contentType: 'text/plain', body: Buffer.from('yes') }
  const { guarded, errors } = guard({ readDocument: () => told, stream: null })
  expect(await guarded.readDocument(DOCUMENT, from)).toBe(told)
  expect([guarded.stream, errors]).toEqual([null, []])
})
