import { describe, expect, test } from 'vitest'
import { formatEvent, type SseEvent, SseReader } from './sse-reader'

const readAll = (pieces: readonly Buffer[]): { events: SseEvent[]; isWithinEvent: boolean } => {
  const reader = new SseReader()
  const events = pieces.flatMap((piece) => {
    const read = reader.read(piece)
    if (typeof read === 'string') throw new Error(read)
    return read
  })
  return { events, isWithinEvent: reader.isWithinEvent }
}

const STREAM = [
  ': a comment\n\n',
  'data: {"word":"harbour"}\n\n',
  'event: error\r\ndata: gone\r\n\r\n',
  'data:no space\ndata:  two\n\n',
  'data: größer, 港, 🛳\n\n',
  'id: 7\nretry: 10\n\n',
  'data: mixed\r\n\n',
  'data: [DONE]\n\n',
].join('')
const EVENTS: readonly SseEvent[] = [
  { event: null, data: '{"word":"harbour"}' },
  { event: 'error', data: 'gone' },
  { event: null, data: 'no space\n two' },
  { event: null, data: 'größer, 港, 🛳' },
  { event: null, data: 'mixed' },
  { event: null, data: '[DONE]' },
]

describe('events are the same however a stream comes apart', () => {
  const bytes = Buffer.from(STREAM)

  test('in one piece', () => {
    expect(readAll([bytes])).toEqual({ events: EVENTS, isWithinEvent: false })
  })

  test('cut in two at every byte', () => {
    for (let cut = 0; cut <= bytes.length; cut++)
      expect(readAll([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual({
        events: EVENTS,
        isWithinEvent: false,
      })
  })

  test.each([1, 2, 3, 4, 5])('in pieces of %i bytes', (size) => {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    )
    expect(readAll(pieces)).toEqual({ events: EVENTS, isWithinEvent: false })
  })
})

test.each(['data: half', 'data: x\n\ndata', 'event: error\n'])('%j ends within an event', (text) => {
  expect(readAll([Buffer.from(text)]).isWithinEvent).toBe(true)
})

test.each(['', '\n', '\r\n\r\n', 'data: x\n\n\n'])('%j does not', (text) => {
  expect(readAll([Buffer.from(text)]).isWithinEvent).toBe(false)
})

test('an event without an end is refused at a MiB', () => {
  const reader = new SseReader()
  const piece = Buffer.alloc(64 * 1024, 'a')
  for (let i = 0; i < 16; i++) expect(reader.read(piece)).toEqual([])
  expect(reader.read(piece)).toMatch(/more than 1048576 characters/)
})

test('whole events may be many MiB together', () => {
  const event = Buffer.from(formatEvent('a'.repeat(60_000)))
  expect(readAll(Array.from({ length: 100 }, () => event)).events).toHaveLength(100)
})

test('a large event that comes byte by byte is work in proportion to its length', () => {
  const bytes = Buffer.from(formatEvent('a'.repeat(1_000_000)))
  const { events } = readAll(Array.from(bytes, (byte) => Buffer.of(byte)))
  expect(events.map(({ data }) => data.length)).toEqual([1_000_000])
})

test('what is written is what is read', () => {
  const text = formatEvent({ a: 1 }, 'error') + formatEvent('[DONE]')
  expect(readAll([Buffer.from(text)]).events).toEqual([
    { event: 'error', data: '{"a":1}' },
    { event: null, data: '[DONE]' },
  ])
})
