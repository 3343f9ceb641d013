import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { JobPlace } from '../upstream/job-place'
import { upstreamConnector } from '../upstream/upstream-connector'

export interface TunnelRequest {
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

export type TunnelOpening =
  | {
      readonly ok: true
      readonly socket: Socket
      /** Lines of headers, as the other side wrote them, without the status line. */
      readonly headers: readonly (readonly [name: string, value: string])[]
      /** What came behind the head. */
      readonly head: Buffer
    }
  | { readonly ok: false; readonly detail: string }

const MAX_HEAD_BYTES = 16 * 1024

/** A connection of its own to a place that was judged, which has agreed to another protocol. Never rejects. */
export async function openTunnel(
  place: JobPlace,
  { path, headers }: TunnelRequest,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<TunnelOpening> {
  const connected = await connect(place, timeoutMs)
  if (!connected.ok) return connected
  const { socket } = connected
  if (signal.aborted) {
    socket.destroy()
    return { ok: false, detail: 'it was given up' }
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  const answer = await readHead(socket, { timeoutMs, signal })
  if (!answer.ok) socket.destroy()
  return answer
}

function connect(
  place: JobPlace,
  timeoutMs: number,
): Promise<{ readonly ok: true; readonly socket: Socket } | { readonly ok: false; readonly detail: string }> {
  const { host: hostname, port, isTls } = place
  const options = { hostname, port: String(port), protocol: isTls ? 'https:' : 'http:' }
  return new Promise((resolve) => {
    upstreamConnector(place, { timeoutMs })(options, (error, socket) =>
      resolve(socket ? { ok: true, socket } : { ok: false, detail: error?.message ?? 'no connection' }),
    )
  })
}

function readHead(
  socket: Socket,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<TunnelOpening> {
  return new Promise((resolve) => {
    let read = Buffer.alloc(0)
    const settle = (opening: TunnelOpening) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      socket.off('data', onData).off('close', onClose)
      socket.pause()
      resolve(opening)
    }
    const fail = (detail: string) => settle({ ok: false, detail })
    const onAbort = () => fail('it was given up')
    const onClose = () => fail('the connection was closed before an answer')
    const onData = (piece: Buffer) => {
      read = Buffer.concat([read, piece])
      const end = read.indexOf('\r\n\r\n')
      if (end < 0) {
        if (read.length > MAX_HEAD_BYTES) fail('its headers are too large')
        return
      }
      const [status = '', ...lines] = read.toString('latin1', 0, end).split('\r\n')
      if (!/^HTTP\/1\.1 101\b/.test(status)) {
        fail(`it answered ${/^HTTP\/1\.[01] (\d{3})/.exec(status)?.[1] ?? 'no HTTP'} instead of 101`)
        return
      }
      settle({ ok: true, socket, headers: lines.flatMap(headerOf), head: read.subarray(end + 4) })
    }
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs)
    signal.addEventListener('abort', onAbort, { once: true })
    socket.on('data', onData).once('close', onClose)
  })
}

/** A line that is no header is left out. */
function headerOf(line: string): (readonly [string, string])[] {
  const [, name, value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? []
  return name === undefined ? [] : [[name.toLowerCase(), value.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?')]]
}

/** Bytes both ways, as fast as each side takes them; they end together, and when `signal` is aborted. */
export function joinTunnel(
  client: Duplex,
  node: Duplex,
  {
    signal,
    onBytes,
    onEnd,
  }: {
    readonly signal: AbortSignal
    /** Toward the client. */
    readonly onBytes: (length: number) => void
    /** Told once. */
    readonly onEnd: () => void
  },
): void {
  let isOver = false
  const end = () => {
    if (isOver) return
    isOver = true
    signal.removeEventListener('abort', end)
    leave(client)
    leave(node)
    onEnd()
  }
  node.on('data', (piece: Buffer) => onBytes(piece.length))
  for (const side of [client, node]) side.on('error', end).on('close', end)
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted || client.destroyed || node.destroyed) {
    end()
    return
  }
  // What one side has said to its end is written out before the other one closes.
  client.pipe(node)
  node.pipe(client)
}

/** For what is still to be written to somebody who takes it slowly. */
const LAST_MS = 5_000

function leave(side: Duplex): void {
  if (side.destroyed) return
  const timer = setTimeout(() => side.destroy(), LAST_MS)
  timer.unref()
  side.once('close', () => clearTimeout(timer))
  side.end(() => side.destroy())
}
