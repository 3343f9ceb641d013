import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StreamReading } from './client-job'
import { passStream } from './pass-stream'
import { type Exchange, exchange, type UpstreamStream } from './upstream/exchange'
import { UpstreamPools } from './upstream/upstream-pools'

/** A stream from a real server to a client that takes its time. */
const GAP_MS = 150
const PIECE = Buffer.alloc(64 * 1024, 'a')
const MIB = 1024 * 1024

let pools: UpstreamPools
/** What this test's orchestrator answers with. */
let serve: (response: ServerResponse) => void
let port: number
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  serve(response)
})
beforeEach(async () => {
  pools = new UpstreamPools({ connectMs: 2_000 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  await expect.poll(() => pools.underWay).toBe(0)
  await pools.close()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const PLAIN: StreamReading = {
  contentType: 'text/event-stream',
  onPiece: (piece) => piece,
  onEnd: () => ({ last: null }),
  onFailure: ({ cause }) => Buffer.from(`event: error ${cause}`),
}

async function open(): Promise<{ running: Exchange; stream: UpstreamStream }> {
  const origin = `http://127.0.0.1:${port}`
  const place = { origin, host: '127.0.0.1', port, isTls: false, basePath: '', address: '127.0.0.1' }
  const running = exchange(
    pools.of(place),
    {
      method: 'POST',
      path: '/',
      headers: {},
      body: null,
      firstByteMs: 5_000,
      gapMs: GAP_MS,
      totalMs: 5_000,
      maxBytes: 1_000,
      isStream: () => true,
    },
    { monotonicMs: () => performance.now() },
  )
  const answer = await running.answer
  if (answer.kind !== 'stream') throw new Error(`${answer.kind} instead of a stream`)
  return { running, stream: answer.stream }
}

async function pass(reading: Partial<StreamReading> = {}) {
  const { running, stream } = await open()
  const ends: (string | null)[][] = []
  const counted = { bytes: 0 }
  const body = passStream(stream, {
    reading: { ...PLAIN, ...reading },
    opening: stream.first,
    onBytes: (length) => {
      counted.bytes += length
    },
    onEnd: (...end) => ends.push(end),
    cancel: () => running.cancel(),
  })
  return { body, ends, counted }
}

async function textOf(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value)
  return Buffer.concat(pieces).toString()
}

/** As fast as it is taken, up to so many bytes; how many were. */
function flood(length: number): { readonly sent: number } {
  const state = { sent: 0 }
  serve = (response) => {
    const more = () => {
      while (state.sent < length) {
        state.sent += PIECE.length
        if (!response.write(PIECE)) return void response.once('drain', more)
      }
      response.end()
    }
    more()
  }
  return state
}

test('who takes nothing holds up the orchestrator, and that is not held against it', async () => {
  const whole = 64 * MIB
  const flooding = flood(whole)
  const { body, ends, counted } = await pass()
  let before = -1
  await expect
    .poll(() => {
      const isStill = flooding.sent === before
      before = flooding.sent
      return isStill
    })
    .toBe(true)
  // What the sockets of both sides and our own queue hold.
  expect(flooding.sent).toBeLessThan(whole / 2)
  expect(counted.bytes).toBeLessThan(MIB)
  // Longer than a stream may stand still.
  await new Promise((resolve) => setTimeout(resolve, 3 * GAP_MS))
  expect(ends).toEqual([])
  expect((await textOf(body.getReader())).length).toBe(whole)
  expect(ends).toEqual([['served', 'ok', null]])
  expect(counted.bytes).toBe(whole)
})

test('a stream that stands still while it is waited for is cut, and says so', async () => {
  serve = (response) => response.write('some')
  const { body, ends } = await pass()
  expect(await textOf(body.getReader())).toBe('someevent: error too-slow')
  expect(ends).toEqual([['cut', 'too-slow', 'its stream stood still']])
})

test('one that stands still after a pause of ours is cut, too', async () => {
  const flooding = flood(4 * MIB)
  serve = ((inner) => (response: ServerResponse) => {
    const end = response.end.bind(response)
    response.end = (() => response) as typeof end
    inner(response)
  })(serve)
  const { body, ends } = await pass()
  const text = await textOf(body.getReader())
  expect(text.length).toBe(flooding.sent + 'event: error too-slow'.length)
  expect(ends).toEqual([['cut', 'too-slow', 'its stream stood still']])
})

test('a reset in its middle is told to the client and to whoever keeps the record', async () => {
  serve = (response) => {
    response.write('some')
    setTimeout(() => response.socket?.resetAndDestroy(), 20)
  }
  const { body, ends } = await pass()
  expect(await textOf(body.getReader())).toBe('someevent: error truncated')
  expect(ends).toEqual([['cut', 'truncated', expect.stringContaining('RESET')]])
})

test('a piece that is none of an answer ends it, and the orchestrator hears of that', async () => {
  let isLeft = false
  serve = (response) => {
    response.once('close', () => {
      isLeft = !response.writableFinished
    })
    response.write('some')
    setTimeout(() => response.write('worse'), 20)
  }
  const { body, ends } = await pass({
    onPiece: (piece) => (piece.includes('worse') ? { problem: 'worse' } : piece),
  })
  expect(await textOf(body.getReader())).toBe('someevent: error bad-answer')
  expect(ends).toEqual([['cut', 'bad-answer', 'worse']])
  await expect.poll(() => isLeft).toBe(true)
})

test('an end that came too early is a cut', async () => {
  serve = (response) => response.end('some')
  const { body, ends } = await pass({ onEnd: () => ({ problem: 'not all of it' }) })
  expect(await textOf(body.getReader())).toBe('someevent: error truncated')
  expect(ends).toEqual([['cut', 'truncated', 'not all of it']])
})

test('what comes last is of the reading', async () => {
  serve = (response) => response.end('some')
  const { body } = await pass({ onEnd: () => ({ last: Buffer.from(' more') }) })
  expect(await textOf(body.getReader())).toBe('some more')
})

test('a client that leaves ends the work of the orchestrator, and is told once', async () => {
  let isLeft = false
  const flooding = flood(64 * MIB)
  serve = ((inner) => (response: ServerResponse) => {
    response.once('close', () => {
      isLeft = true
    })
    inner(response)
  })(serve)
  const { body, ends } = await pass()
  const reader = body.getReader()
  await reader.read()
  await reader.cancel()
  await expect.poll(() => isLeft).toBe(true)
  expect(flooding.sent).toBeLessThan(64 * MIB)
  expect(ends).toEqual([['client-gone', 'client-gone', null]])
})
