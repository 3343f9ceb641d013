import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server } from 'node:http'
import { isReadablePath } from './api/is-readable-path'

/** Where addresses are answered whose path cannot be decoded; the parameter `path` is that path, as it came. */
const UNREADABLE_PATH = '/unreadable'

/** As Node tells it on the channel, before the server's own listener sees the request. */
interface RequestStart {
  readonly request: IncomingMessage
  readonly server: Server
}

/**
 * Next answers a path that cannot be decoded with a bare 500 before any route of ours runs, and owns its server. So such
 * a request is led to a route of ours while Node announces it. A proxy file would be asked for every path with a percent
 * sign, and Next cuts the bodies of what passes through one.
 */
export function rerouteUnreadable(): void {
  subscribe('http.server.request.start', (message) => {
    const { request, server } = asRequestStart(message)
    const target = request.url ?? '/'
    if (isReadablePath(target) || !isNextServer(server)) return
    request.url = `${UNREADABLE_PATH}?${new URLSearchParams({ path: target.split('?', 1)[0] ?? '' })}`
  })
}

/** The channel carries this shape, see https://nodejs.org/api/diagnostics_channel.html#http. */
const asRequestStart = (message: unknown): RequestStart => message as RequestStart

/** The lean door has a server of its own in this process. Next writes into PORT where its own listens. */
function isNextServer(server: Server): boolean {
  const address = server.address()
  return typeof address === 'object' && String(address?.port) === process.env.PORT
}
