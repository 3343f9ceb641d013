import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { AttemptOutcome, RouteOutcome } from '@/lib/domain/routed-request'
import type { StreamReading } from './client-job'
import { openStream } from './open-stream'
import { passStream } from './pass-stream'
import { type Exchange, exchange, type UpstreamStream } from './upstream/exchange'
import { UpstreamPools } from './upstream/upstream-pools'

/** From an orchestrator's socket to whoever reads. */
const GAP_MS = 300

let server: Server | null = null
let pools: UpstreamPools | null = null
afterEach(async () => {
  await pools?.close()
  server?.closeAllConnections()
  server?.close()
})

async function open(listener: RequestListener): Promise<{ running: Exchange; stream: UpstreamStream }> {
  const listening = createServer(listener)
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', () => resolve()))
  const { port } = listening.address() as AddressInfo
  pools = new UpstreamPools({ connectMs: 1_000 })
  const place = { host: '127.0.0.1', port, isTls: false, basePath: '', address: '127.0.0.1' }
  const running = exchange(
    pools.of({ ...place, origin: `http://127.0.0.1:${port}` }),
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
  if (answer.kind !== 'stream') throw new Error(`no stream, but ${JSON.stringify(answer)}`)
  return { running, stream: answer.stream }
}

/** Passes all on but notes; says at the end that it was all. */
const plain = (): StreamReading => ({
  contentType: 'text/plain',
  onPiece(piece) {
    if (piece.toString().startsWith('wrong')) return { problem: 'it is wrong' }
    return piece.toString().startsWith('note') ? null : piece
  },
  onEnd: () => ({ last: Buffer.from('(end)') }),
  onFailure: ({ cause }) => Buffer.from(`(cut: ${cause})`),
})

interface Ended {
  readonly outcome: RouteOutcome
  readonly of: AttemptOutcome
  readonly detail: string | null
}

async function pass(listener: RequestListener) {
  const { running, stream } = await open(listener)
  const ends: Ended[] = []
  let bytes = 0
  const body = passStream(stream, {
    reading: plain(),
    opening: stream.first,
    onBytes: (length) => {
      bytes += length
    },
    onEnd: (outcome, of, detail) => ends.push({ outcome, of, detail }),
    cancel: running.cancel,
  })
  return { body, ends, bytes: () => bytes }
}

const textOf = (body: ReadableStream<Uint8Array>) => new Response(body).text()

/** As fast as whoever reads takes it; tells how much that was. */
function flood(response: ServerResponse, count: { written: number }, total: number): void {
  const piece = Buffer.alloc(64 * 1024, 'x')
  const go = () => {
    while (count.written < total) {
      count.written += piece.length
      if (!response.write(piece)) return void response.once('drain', go)
    }
    response.end()
  }
  go()
}

test('what comes is passed on, with what is said at the end', async () => {
  const { body, ends, bytes } = await pass((_, response) => {
    response.write('one ')
    setTimeout(() => response.end('two '), 20)
  })
  expect(await textOf(body)).toBe('one two (end)')
  expect(ends).toEqual([{ outcome: 'served', of: 'ok', detail: null }])
  expect(bytes()).toBe('one two (end)'.length)
})

test('a slow client pauses whoever sends, for as long as it likes, and gets all of it', async () => {
  const total = 32 * 1024 * 1024
  const count = { written: 0 }
  const { body, ends } = await pass((_, response) => flood(response, count, total))
  // Until the sockets' own buffers are full, too.
  let before = -1
  while (count.written !== before) {
    before = count.written
    // The deadline between two pieces would be over.
    await pause(GAP_MS * 2)
  }
  expect(count.written).toBeLessThan(total)
  expect(ends).toEqual([])
  const reader = body.getReader()
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) length += next.value.length
  expect(length).toBe(total + '(end)'.length)
  expect(ends).toEqual([{ outcome: 'served', of: 'ok', detail: null }])
})

test('one that stands still while its client waits is cut', async () => {
  const { body, ends } = await pass((_, response) => void response.write('one '))
  expect(await textOf(body)).toBe('one (cut: too-slow)')
  expect(ends).toMatchObject([{ outcome: 'cut', of: 'too-slow' }])
})

test('one that breaks off ends with that', async () => {
  const { body, ends } = await pass((_, response) => {
    response.write('one ')
    setTimeout(() => response.destroy(), 20)
  })
  expect(await textOf(body)).toBe('one (cut: truncated)')
  expect(ends).toMatchObject([{ outcome: 'cut', of: 'truncated' }])
})

test('one that is wrong is cut there, and what comes after is not read', async () => {
  let isClosed = false
  const { body, ends } = await pass((_, response) => {
    response.once('close', () => {
      isClosed = true
    })
    response.write('one ')
    setTimeout(() => response.write('wrong'), 20)
  })
  expect(await textOf(body)).toBe('one (cut: bad-answer)')
  expect(ends).toEqual([{ outcome: 'cut', of: 'bad-answer', detail: 'it is wrong' }])
  await expect.poll(() => isClosed).toBe(true)
})

test('whoever leaves is told of once, and the sender at once', async () => {
  let isClosed = false
  const { body, ends } = await pass((_, response) => {
    response.once('close', () => {
      isClosed = true
    })
    flood(response, { written: 0 }, Number.POSITIVE_INFINITY)
  })
  const reader = body.getReader()
  await reader.read()
  await reader.cancel()
  await expect.poll(() => isClosed).toBe(true)
  expect(ends).toEqual([{ outcome: 'client-gone', of: 'client-gone', detail: null }])
})

describe('before there is anything for the client', () => {
  const opening = async (listener: RequestListener, leftMs = 5_000) => {
    const { running, stream } = await open(listener)
    return {
      running,
      stream,
      opened: await openStream(stream, { reading: plain(), leftMs, cancel: running.cancel }),
    }
  }

  test('notes are read over, and what comes after the first words is not lost', async () => {
    const { running, stream, opened } = await opening((_, response) => {
      response.write('note 1')
      setTimeout(() => response.write('note 2'), 20)
      setTimeout(() => response.write('one '), 40)
      setTimeout(() => response.end('two '), 60)
    })
    if (!opened.ok) throw new Error(opened.detail)
    expect(opened.opening.toString()).toBe('one ')
    await pause(100)
    const ends: unknown[] = []
    const body = passStream(stream, {
      reading: plain(),
      opening: opened.opening,
      onBytes: () => undefined,
      onEnd: (outcome) => ends.push(outcome),
      cancel: running.cancel,
    })
    expect(await textOf(body)).toBe('one two (end)')
    expect(ends).toEqual(['served'])
  })

  test.each([
    ['an end', (response: ServerResponse) => response.end(), 'truncated'],
    ['a cut', (response: ServerResponse) => response.destroy(), 'truncated'],
    ['nonsense', (response: ServerResponse) => response.write('wrong'), 'bad-answer'],
    ['silence', () => undefined, 'too-slow'],
  ] as const)('%s is a failure', async (_, go, cause) => {
    const { opened } = await opening((_request, response) => {
      response.write('note')
      setTimeout(() => go(response), 20)
    })
    expect(opened).toMatchObject({ ok: false, cause })
  })

  test('notes for ever are cut when the time is over', async () => {
    let isClosed = false
    const { opened } = await opening((_, response) => {
      const timer = setInterval(() => response.write('note'), 10)
      response.once('close', () => {
        isClosed = true
        clearInterval(timer)
      })
    }, 200)
    expect(opened).toMatchObject({ ok: false, cause: 'timed-out' })
    await expect.poll(() => isClosed).toBe(true)
  })
})
