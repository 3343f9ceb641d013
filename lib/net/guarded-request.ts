import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { UnansweredKind } from '@/lib/domain/outcome'
import type { DialPolicy } from './dial-policy'
import {
  type ConnectionStep,
  codeOf,
  networkFailureKind,
  networkFailurePhrase,
  tlsReason,
} from './network-failure'
import { hostAndPort } from './operator-place'
import { type Lookup, resolveHost } from './resolve-host'

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
      /** The node says of itself that it belongs to a simulated network, for one. */
      readonly headers: IncomingMessage['headers']
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
  const timeout = AbortSignal.timeout(timeoutMs)
  const limit = AbortSignal.any([signal, timeout])
  let place = parsePlace(url)
  let { headers = {} } = request
  try {
    for (let redirects = 0; ; redirects++) {
      if (place.kind === 'refused') return refused(place.detail)
      const resolved = await until(limit, resolveHost(place, deps))
      if (resolved.kind !== 'resolved') return { ok: false, kind: resolved.kind, detail: resolved.detail }
      const answer = await send(place, resolved.address, { ...request, headers, signal: limit })
      if (answer.kind === 'failed') return { ok: false, kind: answer.failure, detail: answer.detail }
      if (answer.kind === 'answered') return answer.response
      if (method !== 'GET') return failed('bad-answer', 'it answered a POST with a redirect')
      if (redirects === maxRedirects)
        return failed(
          'bad-answer',
          maxRedirects === 0 ? 'it redirects' : `it redirects more than ${maxRedirects} times`,
        )
      const next = parsePlace(answer.location, place.url)
      if (next.kind === 'place' && place.url.protocol === 'https:' && next.url.protocol === 'http:')
        return failed('bad-answer', 'it redirects from https to http')
      // Meant for one place and nobody else: they may hold a credential.
      if (next.kind === 'place' && next.url.origin !== place.url.origin) headers = {}
      place = next
    }
  } catch (error) {
    signal.throwIfAborted()
    if (timeout.aborted) return failed('timed-out', `no complete answer came within ${timeoutMs} ms`)
    throw error
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
      fail(kind, tlsReason(error) ?? networkFailurePhrase(kind, code))
    })
    sent.once('response', (response) => {
      const status = response.statusCode ?? 0
      const { location } = response.headers
      if (status >= 300 && status < 400 && location !== undefined)
        return end(() => resolve({ kind: 'redirected', location }))
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > maxBytes) return fail('too-large', `its answer exceeds ${maxBytes} bytes`)
        chunks.push(chunk)
      })
      response.once('error', () => fail('reset', 'the connection was cut within the answer'))
      response.once('close', () => {
        if (!response.complete) return fail('reset', 'the connection was cut within the answer')
        const text = Buffer.concat(chunks).toString()
        end(() =>
          resolve({
            kind: 'answered',
            response: { ok: true, status, body: text, headers: response.headers },
          }),
        )
      })
    })
    sent.end(body)
  })
}

const MAX_HEADER_BYTES = 16 * 1024

/** Rejects with the signal's reason when that comes first. */
async function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted()
  let abort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
