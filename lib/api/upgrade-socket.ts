import { type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ReadRequest } from './answer'
import { finishAnswer } from './finish-answer'
import { isAppUpgrade, type Upgraded } from './routes/app-upgrade'

/** Connections that asked for another protocol: WebSockets of sessions get it, others are answered as if they had not. */
export interface UpgradeDoor {
  /** Null: it cannot be read. */
  readonly read: (request: IncomingMessage, response: ServerResponse) => ReadRequest | null
  readonly upgrade: (request: ReadRequest) => Promise<Upgraded>
}

export function serveUpgrades(server: Server, { read, upgrade }: UpgradeDoor): void {
  server.on('upgrade', (request, socket, head) => {
    const asked = read(request, new ServerResponse(request))
    if (asked === null || !isAppUpgrade(asked)) return answerWithout(server, request, socket, head)
    let isGone = false
    socket
      .once('error', () => undefined)
      .once('close', () => {
        isGone = true
      })
    // What comes early is for whoever it will be joined with.
    if (head.length > 0) socket.unshift(head)
    const tell = (upgraded: Upgraded) => {
      if (upgraded.kind === 'switched') {
        if (!isGone) socket.write(headOf(101, upgraded.headers))
        // Of one that has gone it ends at once.
        upgraded.join(socket)
        return
      }
      const { status, headers, bytes, stream } = finishAnswer(upgraded.answer, asked, { canEncode: false })
      void stream?.cancel()
      socket.end(
        Buffer.concat([
          headOf(status, [...Object.entries(headers), ['connection', 'close']]),
          bytes ?? NOTHING,
        ]),
      )
    }
    // It is never to reject; one that does leaves nobody waiting.
    upgrade(asked).then(tell, () => socket.destroy())
  })
}

const NOTHING = Buffer.alloc(0)
const REASONS: Readonly<Record<number, string>> = { 101: 'Switching Protocols' }

function headOf(status: number, headers: Iterable<readonly [string, string]>): Buffer {
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`)
  const switched = status === 101 ? ['connection: Upgrade', 'upgrade: websocket'] : []
  const all = [`HTTP/1.1 ${status} ${REASONS[status] ?? 'Refused'}`, ...switched, ...lines]
  return Buffer.from(`${all.join('\r\n')}\r\n\r\n`, 'latin1')
}

/** Of what only says that another protocol is spoken. */
const LEFT_OUT = new Set(['upgrade', 'http2-settings'])

/**
 * Whoever offers another protocol may be answered in this one (RFC 9110 §7.8), and Node asks nobody which of them is to be
 * taken: the request is read once more, without its offer.
 */
function answerWithout(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request
  const lines = [`${method} ${url} HTTP/${httpVersion}`]
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2)
    if (LEFT_OUT.has(name.toLowerCase())) continue
    // The token that announced the offer goes with it.
    const kept = name.toLowerCase() === 'connection' ? withoutOffer(value) : value
    if (kept !== null) lines.push(`${name}: ${kept}`)
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  server.emit('connection', socket)
}

function withoutOffer(connection: string): string | null {
  const tokens = connection.split(',').map((token) => token.trim())
  const kept = tokens.filter((token) => !LEFT_OUT.has(token.toLowerCase()))
  return kept.length === 0 ? null : kept.join(', ')
}
