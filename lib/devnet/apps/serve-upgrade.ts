import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { SIMULATED_MARK } from '../grpc-stream'
import { JobRefusal } from '../jobs/job-refusal'
import type { JobSite } from '../jobs/job-site'
import { runnerAt } from './runner-sessions'

const PATH = /^\/apps\/([^/]+)\/session\/([^/]+)\/app\/ws$/
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024

const server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES }).on(
  'headers',
  (headers) => headers.push(...Object.entries(SIMULATED_MARK).map(([name, value]) => `${name}: ${value}`)),
)

/** A WebSocket of a live runner's session, at `ws`: it says again whatever it is told. There are no others. */
export function serveUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, site: JobSite): void {
  socket.on('error', () => undefined)
  const [, route = '', id = ''] = PATH.exec((request.url ?? '').split('?')[0] ?? '') ?? []
  const begunAt = site.now()
  const record = site.log.begin({ begunAt, pipeline: 'apps/ws', protocol: 'http/1.1' }, request.headers)
  try {
    if (route === '') throw new JobRefusal(404, '404 page not found')
    const { app } = runnerAt(site.scenario, route)
    record.note({ model: app })
    site.sessions.find(app, id)
    const fault = site.jobFault()
    if (fault?.kind === 'status') throw new JobRefusal(fault.status, fault.text ?? 'a fault')
    if (fault) {
      record.note({ detail: fault.kind })
      record.finish('fault')
      socket.destroy()
      return
    }
  } catch (cause) {
    if (!(cause instanceof JobRefusal)) throw cause
    record.note({ status: cause.status, detail: cause.message })
    record.finish('refused')
    socket.end(refusal(cause))
    return
  }
  server.handleUpgrade(request, socket, head, (webSocket) => {
    record.note({ status: 101 })
    webSocket.on('error', () => undefined)
    webSocket.on('message', (data, isBinary) => {
      const message = Array.isArray(data)
        ? Buffer.concat(data)
        : Buffer.isBuffer(data)
          ? data
          : Buffer.from(data)
      record.sent(message.length)
      webSocket.send(message, { binary: isBinary })
    })
    webSocket.on('close', () => record.finish('done'))
  })
}

const refusal = ({ status, message }: JobRefusal): string =>
  [
    `HTTP/1.1 ${status} Refused`,
    'content-type: text/plain; charset=utf-8',
    `content-length: ${Buffer.byteLength(message) + 1}`,
    'connection: close',
    ...Object.entries(SIMULATED_MARK).map(([name, value]) => `${name}: ${value}`),
    '',
    `${message}\n`,
  ].join('\r\n')
