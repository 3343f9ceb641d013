import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Answer, ReadRequest } from './answer'
import { finishAnswer } from './finish-answer'
import { problem } from './problem'

/** Stands for a request of which not even the target can be read. */
export const PLAIN_GET: ReadRequest = {
  method: 'GET',
  url: new URL('http://localhost'),
  header: () => null,
}

/**
 * Answers bytes that are no request of HTTP in the words of all other problems, and ends the connection. While another
 * answer is under way this one would look a part of it, and is left out.
 */
export function refuseUnreadable(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  { isAnswering }: { isAnswering: boolean },
): void {
  if (isAnswering) socket.destroy()
  else refuse(socket, reasonOf(error))
}

/** CONNECT asks for a tunnel; without an answer its client would see a connection that just ends. */
export function refuseTunnel(_: unknown, socket: Duplex): void {
  refuse(socket, problem('bad-request', 'This is no proxy; ask for a path, such as /api/v1/offerings.'))
}

function reasonOf({ code }: NodeJS.ErrnoException): Answer {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problem('request-too-long', 'The address and the headers have more than 16 KiB together.')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem('request-too-slow', 'The request was not complete after half a minute.')
    default:
      return problem('bad-request', 'This is no request of HTTP/1.1 that can be read.')
  }
}

function refuse(socket: Duplex, answer: Answer): void {
  // Nobody is there any more.
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const { status, headers, bytes } = finishAnswer(answer, PLAIN_GET, { canEncode: false })
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.end(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes ?? Buffer.alloc(0)]))
}
