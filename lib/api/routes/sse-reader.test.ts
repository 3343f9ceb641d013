import { expect, test } from 'vitest'
import { formatEvent, type SseEvent, SseReader } from './sse-reader'

const STREAM = Buffer.from(
  [
    'data: plain\n\n',
    ': a comment\n\n',
    'event: error\r\ndata: {"ü":"☃"}\r\n\r\n',
    'data:no space\ndata:  two\nid: 7\n\n\n',
    'event: without data\n\n',
    'data: last\n\n',
  ].join(''),
)
const EVENTS: readonly SseEvent[] = [
  { event: null, data: 'plain' },
  { event: 'error', data: '{"ü":"☃"}' },
  { event: null, data: 'no space\n two' },
  { event: null, data: 'last' },
]

function readAll(pieces: readonly Buffer[]): { events: SseEvent[]; reader: SseReader } {
  const reader = new SseReader()
  const events = pieces.flatMap((piece) => {
    const read = reader.read(piece)
    if (typeof read === 'string') throw new Error(read)
    return read
  })
  return { events, reader }
}

test('the same events come, wherever the stream is cut', () => {
  expect(readAll([STREAM]).events).toEqual(EVENTS)
  for (let at = 0; at <= STREAM.length; at++) {
    const { events, reader } = readAll([STREAM.subarray(0, at), STREAM.subarray(at)])
    expect(events, `cut at ${at}`).toEqual(EVENTS)
    expect(reader.isWithinEvent).toBe(false)
  }
})

test('every byte by itself', () => {
  expect(readAll([...STREAM].map((byte) => Buffer.of(byte))).events).toEqual(EVENTS)
})

test('what is no whole event yet is told', () => {
  const { reader } = readAll([Buffer.from('data: a\n\ndata: b')])
  expect(reader.isWithinEvent).toBe(true)
  expect(reader.read(Buffer.from('\n\n'))).toEqual([{ event: null, data: 'b' }])
  expect(reader.isWithinEvent).toBe(false)
})

test('an event that does not end is told, whatever pieces it comes in', () => {
  const large = new SseReader()
  expect(large.read(Buffer.alloc(1024 * 1024 + 1, 'x'))).toMatch(/more than/)
  const small = new SseReader()
  const piece = Buffer.alloc(8, 'x')
  let told: unknown = []
  let count = 0
  while (typeof told !== 'string') {
    told = small.read(piece)
    count += 1
  }
  expect(count).toBe((1024 * 1024) / 8 + 1)
})

test('an event as it is written is read as it was', () => {
  const text = formatEvent({ a: '\n\n' }, 'error')
  expect(readAll([Buffer.from(text)]).events).toEqual([{ event: 'error', data: '{"a":"\\n\\n"}' }])
  expect(formatEvent('[DONE]')).toBe('data: [DONE]\n\n')
})
