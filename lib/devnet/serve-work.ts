import {
  redirectToSlash,
  serveSession,
  serveSessionApp,
  serveSessionPayment,
  serveSessionStop,
  serveSingleShot,
} from './apps/serve-apps'
import { serveByocRequest } from './byoc/serve-request'
import { serveStreamPayment, serveStreamStart, serveStreamStop, serveStreamUpdate } from './byoc/serve-stream'
import { serveToken } from './byoc/serve-token'
import { textAnswer } from './http-answers'
import type { HttpExchange } from './http-exchange'
import type { JobAnswer } from './jobs/deliver'
import type { JobSite } from './jobs/job-site'
import { servePayment, serveRefreshPayment } from './jobs/serve-payment'
import { document, type Visit, visit } from './jobs/visit'
import { serveLiveStart } from './live/serve-live-start'

interface WorkRoute {
  readonly path: RegExp
  /** Null: any. */
  readonly method: string | null
  /** What the log calls it. */
  readonly name: string
  readonly isQuote?: boolean
  handle(visit: Visit, parts: readonly string[]): Promise<JobAnswer | null> | JobAnswer | null
}

/** Everything that is paid for or done by request, but for the batch pipelines. */
const ROUTES: readonly WorkRoute[] = [
  { path: /^\/live-video-to-video$/, method: null, name: 'live-video-to-video', handle: serveLiveStart },
  { path: /^\/process\/token$/, method: null, name: 'byoc/token', isQuote: true, handle: serveToken },
  { path: /^\/process\/request\/(.*)$/, method: null, name: 'byoc/request', handle: serveByocRequest },
  {
    path: /^\/process\/request$/,
    method: null,
    name: 'byoc/request',
    // Go's router knows the path with its slash alone.
    handle: () => document('', '', { status: 301, headers: { location: '/process/request/' } }),
  },
  { path: /^\/ai\/stream\/start$/, method: null, name: 'byoc/stream/start', handle: serveStreamStart },
  { path: /^\/ai\/stream\/update$/, method: null, name: 'byoc/stream/update', handle: serveStreamUpdate },
  { path: /^\/ai\/stream\/stop$/, method: null, name: 'byoc/stream/stop', handle: serveStreamStop },
  { path: /^\/ai\/stream\/payment$/, method: null, name: 'byoc/stream/payment', handle: serveStreamPayment },
  { path: /^\/apps\/([^/]+)\/session$/, method: 'POST', name: 'apps/session', handle: serveSession },
  {
    path: /^\/apps\/([^/]+)\/session\/([^/]+)\/stop$/,
    method: 'POST',
    name: 'apps/stop',
    handle: serveSessionStop,
  },
  {
    path: /^\/apps\/([^/]+)\/session\/([^/]+)\/payment$/,
    method: 'POST',
    name: 'apps/payment',
    handle: serveSessionPayment,
  },
  {
    path: /^\/apps\/([^/]+)\/session\/([^/]+)\/app\/(.*)$/,
    method: null,
    name: 'apps/app',
    handle: serveSessionApp,
  },
  { path: /^\/apps\/([^/]+)\/app\/(.*)$/, method: null, name: 'apps/app', handle: serveSingleShot },
  {
    path: /^\/apps\/[^/]+(?:\/session\/[^/]+)?\/app$/,
    method: null,
    name: 'apps/app',
    handle: redirectToSlash,
  },
  { path: /^\/payment$/, method: null, name: 'payment', handle: servePayment },
  { path: /^\/refresh-payment$/, method: 'POST', name: 'refresh-payment', handle: serveRefreshPayment },
]

/** False: there is no such work. */
export function serveWork(exchange: HttpExchange, site: JobSite): boolean {
  const routes = ROUTES.filter(({ path }) => path.test(exchange.path))
  if (routes.length === 0) return false
  const route = routes.find(({ method }) => method === null || method === exchange.method)
  if (route) {
    const parts = route.path.exec(exchange.path)?.slice(1) ?? []
    visit(route.name, exchange, site, (here) => route.handle(here, parts), route).catch(() => exchange.cut())
    return true
  }
  const { status, headers, body } = textAnswer(405, 'Method Not Allowed\n')
  exchange.respond(status, { ...headers, allow: routes.map(({ method }) => method).join(', ') })
  exchange.end(body)
  return true
}
