import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { AppError } from '@/lib/domain/app-error'
import type { Answer, ReadRequest } from './answer'
import { finishAnswer } from './finish-answer'
import { problem } from './problem'

/**
 * The second door: the same answers as the dashboard's origin at a plain server's speed, since Next spends about
 * 0.35 ms on every request and takes lengths and encodings off its answers.
 * Resolves when it listens; port 0 lets the system choose. Rejects with AppError `port-taken`.
 */
export function openLeanDoor(
  answer: (request: ReadRequest) => Promise<Answer>,
  { port, host }: { port: number; host?: string },
): Promise<Server> {
  const server = createServer((request, response) => respond(request, response, answer))
  server.requestTimeout = 30_000
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new AppError(
          'port-taken',
          `The gateway door cannot listen on port ${port} (${cause.message}); GATEWAY_PORT chooses another one, 0 closes it.`,
          { cause },
        ),
      ),
    )
    server.listen(port, host, () => resolve(server))
  })
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: ReadRequest) => Promise<Answer>,
): Promise<void> {
  // No endpoint takes a body; what a client sends all the same is let through unread.
  request.resume()
  const readRequest = toReadRequest(request)
  const reply = readRequest ? await answer(readRequest) : problem(400, 'The request target is not a path.')
  const { status, headers, bytes } = finishAnswer(reply, readRequest ?? plainGet, { canEncode: true })
  response.writeHead(status, headers)
  response.end(bytes ?? undefined)
}

const BASE = 'http://localhost'
const plainGet: ReadRequest = { method: 'GET', url: new URL(BASE), header: () => null }

function toReadRequest({ method = 'GET', url = '/', headers }: IncomingMessage): ReadRequest | null {
  if (!url.startsWith('/') || !URL.canParse(`${BASE}${url}`)) return null
  return {
    method,
    url: new URL(`${BASE}${url}`),
    header: (name) => {
      const value = headers[name]
      return Array.isArray(value) ? value.join(', ') : (value ?? null)
    },
  }
}
