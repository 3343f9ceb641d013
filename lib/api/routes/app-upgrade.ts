import type { Duplex } from 'node:stream'
import { joinTunnel, openTunnel } from '@/lib/routing/apps/tunnel'
import type { Answer, ReadRequest } from '../answer'
import type { AnswerDeps } from '../endpoint'
import { findSession, pathWithin } from './app-session-route'
import { headersForApp } from './passed-headers'
import { routeProblem } from './route-problem'

/** What becomes of a request for another protocol: an answer, or the head of one behind which `join` goes on. */
export type Upgraded =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | {
      readonly kind: 'switched'
      readonly headers: readonly (readonly [name: string, value: string])[]
      /** The client's end of it, on which that head has been written. */
      readonly join: (client: Duplex) => void
    }

/** Whether a request is for a WebSocket of a session; all others are answered as if they had asked for no other protocol. */
export function isAppUpgrade({
  method,
  url,
  header,
}: Pick<ReadRequest, 'method' | 'url' | 'header'>): boolean {
  return (
    method === 'GET' && header('upgrade')?.trim().toLowerCase() === 'websocket' && PATH.test(url.pathname)
  )
}

const PATH = /^\/apps\/[^/]+\/session\/[^/]+\/app(?:\/|$)/

/** For a connection and its answer (ms). */
const OPEN_MS = 10_000
/** A client asks a WebSocket for these, and its node answers for them. */
const HANDSHAKE = [
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-protocol',
  'sec-websocket-extensions',
] as const

/** A WebSocket of a session: to its node, whose bytes are then passed both ways. Never rejects. */
export async function upgradeApp(
  request: ReadRequest,
  deps: Pick<AnswerDeps, 'gate' | 'routing'>,
): Promise<Upgraded> {
  const [, , app = '', , session = ''] = request.url.pathname.split('/').map(decoded)
  const found = findSession(request, { app, session }, deps)
  if (!found.ok) return { kind: 'answer', answer: found.refusal }
  const { sessions } = deps.routing
  const { place, path } = found.session.appAddress
  const use = sessions.use(found.session)
  const handshake = HANDSHAKE.flatMap((name) => {
    const value = request.header(name)
    return value === null ? [] : [[name, value]]
  })
  const opening = await openTunnel(
    place,
    {
      path: `${path}${pathWithin(request.url, 'session')}${request.url.search}`,
      headers: {
        host: new URL(place.origin).host,
        ...headersForApp(request),
        connection: 'Upgrade',
        upgrade: 'websocket',
        ...Object.fromEntries(handshake),
      },
    },
    { timeoutMs: OPEN_MS, signal: use.ended },
  )
  if (!opening.ok) {
    use.end()
    const detail = `The WebSocket could not be opened at ${found.session.nodeUri}: ${opening.detail}.`
    return { kind: 'answer', answer: routeProblem({ kind: 'all-failed', detail }) }
  }
  const { socket, headers, head } = opening
  return {
    kind: 'switched',
    headers: headers.filter(([name]) => OF_HANDSHAKE.has(name)),
    join(client) {
      if (head.length > 0) socket.unshift(head)
      joinTunnel(client, socket, { signal: use.ended, onBytes: use.sent, onEnd: use.end })
    },
  }
}

const OF_HANDSHAKE = new Set(['sec-websocket-accept', 'sec-websocket-protocol', 'sec-websocket-extensions'])

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
