import { type ClientRequest, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { UnansweredKind } from '@/lib/domain/outcome'
import { BoundedText } from './bounded-text'
import type { DialPolicy } from './dial-policy'
import { hostAndPort } from './host-and-port'
import {
  type ConnectionStep,
  codeOf,
  networkFailureKind,
  networkFailurePhrase,
  tlsReason,
} from './network-failure'
import { type Lookup, resolveHost } from './resolve-host'
import { timeLimit, untilAborted } from './time-limit'

export interface GuardedRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Milliseconds for all of it, name resolution and redirects included. */
  readonly timeoutMs: number
  /** Of the body. */
  readonly maxBytes: number
  /** Followed for GET alone; each place they lead to is checked like the first. */
  readonly maxRedirects: number
  /** False for orchestrators, whose certificates are self-signed and change at every restart. */
  readonly verifiesTls: boolean
  readonly signal: AbortSignal
}

export interface GuardedDeps {
  readonly lookup: Lookup
  readonly policy: DialPolicy
}

export type GuardedResponse =
  | {
      readonly ok: true
      readonly status: number
      readonly body: string
    }
  | { readonly ok: false; readonly kind: UnansweredKind; readonly detail: string }

/**
 * One HTTP request to a place that a stranger may have named: the host is resolved once, the address and port are
 * judged, and that very address is dialled; size, time and redirects are bounded; the connection is closed afterwards.
 * `detail` holds nothing of the URL but its host. Rejects only when `signal` is aborted.
 */
export async function guardedRequest(
  url: string,
  request: GuardedRequest,
  deps: GuardedDeps,
): Promise<GuardedResponse> {
  const { timeoutMs, signal, maxRedirects, method = 'GET' } = request
  signal.throwIfAborted()
  const limit = timeLimit(signal, timeoutMs)
  let place = parsePlace(url)
  let isRedirected = false
  let { headers = {} } = request
  let leavesTls = false
  try {
    for (let redirects = 0; ; redirects++) {
      if (place.kind === 'refused')
        return refused(
          isRedirected ? `it redirects, and where to cannot be dialled: ${place.detail}` : place.detail,
        )
      const resolved = await untilAborted(limit.signal, resolveHost(place, deps))
      if (resolved.kind !== 'resolved') return { ok: false, kind: resolved.kind, detail: resolved.detail }
      // That it leads inside would be the worse of the two, so it is looked for first.
      if (leavesTls) return failed('bad-answer', 'it redirects from https to http')
      const answer = await send(place, resolved.address, { ...request, headers, signal: limit.signal })
      if (answer.kind === 'failed') return { ok: false, kind: answer.failure, detail: answer.detail }
      if (answer.kind === 'answered') return answer.response
      if (method !== 'GET') return failed('bad-answer', 'it answered a POST with a redirect')
      if (redirects === maxRedirects)
        return failed(
          'bad-answer',
          maxRedirects === 0 ? 'it redirects' : `it redirects more than ${maxRedirects} times`,
        )
      const next = parsePlace(answer.location, place.url)
      leavesTls = next.kind === 'place' && place.url.protocol === 'https:' && next.url.protocol === 'http:'
      // Meant for one place and nobody else: they may hold a credential.
      if (next.kind === 'place' && next.url.origin !== place.url.origin) headers = {}
      place = next
      isRedirected = true
    }
  } catch (error) {
    signal.throwIfAborted()
    if (limit.isTimeUp) return failed('timed-out', `no complete answer came within ${timeoutMs} ms`)
    throw error
  } finally {
    limit.end()
  }
}

type Place =
  | { readonly kind: 'place'; readonly url: URL; readonly host: string; readonly port: number }
  | { readonly kind: 'refused'; readonly detail: string }

function parsePlace(text: string, base?: URL): Place {
  if (!URL.canParse(text, base)) return { kind: 'refused', detail: 'it is no URL' }
  const url = new URL(text, base)
  if (!/^https?:$/.test(url.protocol))
    return { kind: 'refused', detail: `its scheme ${url.protocol} is not spoken` }
  if (url.username !== '' || url.password !== '') return { kind: 'refused', detail: 'it carries credentials' }
  return {
    kind: 'place',
    url,
    ...hostAndPort(url),
  }
}

const failed = (kind: UnansweredKind, detail: string): GuardedResponse => ({ ok: false, kind, detail })
const refused = (detail: string): GuardedResponse => failed('blocked', detail)

type Sent =
  | { readonly kind: 'answered'; readonly response: Extract<GuardedResponse, { ok: true }> }
  | { readonly kind: 'redirected'; readonly location: string }
  | { readonly kind: 'failed'; readonly failure: UnansweredKind; readonly detail: string }

/** One request on a connection of its own to the address that was checked. Rejects when the signal is aborted. */
function send(
  { url, host, port }: { url: URL; host: string; port: number },
  address: string,
  { method = 'GET', headers = {}, body, maxBytes, verifiesTls, signal }: GuardedRequest,
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    let step: ConnectionStep = 'connect'
    const start = url.protocol === 'https:' ? requestHttps : requestHttp
    const abort = () => end(() => reject(signal.reason))
    const sent: ClientRequest = start({
      method,
      host: address,
      port,
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        'user-agent': 'livepeer-offerings',
        accept: 'application/json',
        'accept-encoding': 'identity',
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
      agent: false,
      rejectUnauthorized: verifiesTls,
      // The name is checked against the certificate, though the address is dialled.
      servername: isIP(host) ? '' : host,
      maxHeaderSize: MAX_HEADER_BYTES,
    })
    const end = (settle: () => void) => {
      signal.removeEventListener('abort', abort)
      settle()
      sent.destroy()
    }
    const fail = (failure: UnansweredKind, detail: string) =>
      end(() => resolve({ kind: 'failed', failure, detail }))
    signal.addEventListener('abort', abort, { once: true })
    sent.once('socket', (socket) => {
      socket.once('connect', () => {
        step = url.protocol === 'https:' ? 'tls' : 'answer'
      })
      socket.once('secureConnect', () => {
        step = 'answer'
      })
    })
    sent.on('error', (error) => {
      const code = codeOf(error)
      if (code.startsWith('HPE_')) return fail('bad-answer', `its answer is no HTTP (${code})`)
      const kind = networkFailureKind({ code, step })
      fail(kind, (tlsReason(error) ?? networkFailurePhrase(kind, code)).slice(0, MAX_DETAIL))
    })
    // It was not asked to speak another protocol.
    sent.once('upgrade', (_, socket) => {
      socket.destroy()
      fail('bad-answer', 'it switches to another protocol')
    })
    sent.once('response', (response) => {
      const status = response.statusCode ?? 0
      const { location } = response.headers
      if (status >= 300 && status < 400 && location !== undefined)
        return end(() => resolve({ kind: 'redirected', location }))
      const body = new BoundedText(maxBytes)
      response.on('data', (chunk: Buffer) => {
        if (!body.add(chunk)) fail('too-large', `its answer exceeds ${maxBytes} bytes`)
      })
      response.once('error', () => fail('reset', 'the connection was cut within the answer'))
      response.once('close', () => {
        if (!response.complete) return fail('reset', 'the connection was cut within the answer')
        end(() =>
          resolve({
            kind: 'answered',
            response: { ok: true, status, body: body.text() },
          }),
        )
      })
    })
    sent.end(body)
  })
}

const MAX_HEADER_BYTES = 16 * 1024
/** A TLS error may quote all the names of a stranger's certificate. */
const MAX_DETAIL = 200
