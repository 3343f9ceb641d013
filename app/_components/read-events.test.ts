import { expect, test } from 'vitest'
import { readEvents } from './read-events'

const streamOf = (...pieces: readonly string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece))
      controller.close()
    },
  })
const all = async (...pieces: readonly string[]) => {
  const events = []
  for await (const event of readEvents(streamOf(...pieces))) events.push(event)
  return events
}

test('events come whole, wherever their bytes were parted', async () => {
  const text = 'retry: 1000\n\n: beat\n\nevent: end\ndata: {"a":\ndata: 1}\n\ndata: zwölf\r\n\r\n'
  const expected = [
    { event: 'end', data: '{"a":\n1}' },
    { event: 'message', data: 'zwölf' },
  ]
  expect(await all(text)).toEqual(expected)
  const [bytes, pieces] = [[...new TextEncoder().encode(text)], [] as Uint8Array[]]
  for (const byte of bytes) pieces.push(Uint8Array.of(byte))
  const events = []
  for await (const event of readEvents(
    new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece)
        controller.close()
      },
    }),
  ))
    events.push(event)
  expect(events).toEqual(expected)
})

test('what is not ended by an empty line is no event', async () => {
  expect(await all('data: whole\n\n', 'data: half\n')).toEqual([{ event: 'message', data: 'whole' }])
})
