import { connect as connectHttp2, constants, type IncomingHttpHeaders } from 'node:http2'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, createSecureContext } from 'node:tls'
import { codeOf, tlsReason } from '@/lib/net/network-failure'
import { CallError, type CallFailure } from './call-error'
import { GrpcFrame } from './grpc-frame'

/** Where to dial: an address that was resolved and checked before, never a name. */
export interface DialTarget {
  readonly host: string
  readonly address: string
  readonly port: number
  readonly isTls: boolean
}

/** Where the time went, in ms; `tls` is null on a plaintext connection. */
export interface CallTimings {
  readonly connectMs: number
  readonly tlsMs: number | null
  readonly answerMs: number
}

export interface UnaryAnswer {
  readonly message: Uint8Array
  readonly trailers: IncomingHttpHeaders
  readonly timings: CallTimings
}

export interface CallOptions {
  /** Milliseconds for all of it: connect, TLS, question, answer. */
  readonly timeoutMs: number
  readonly maxAnswerBytes: number
  readonly signal: AbortSignal
  /** Monotonic clock in ms. */
  readonly monotonicMs: () => number
}

/** Made once: setting it up costs more than a handshake. It holds no session, so every handshake is a full one. */
const TLS_CONTEXT = createSecureContext()

/**
 * One unary gRPC call on a connection of its own, closed afterwards, over TLS or as plaintext HTTP/2. Written on
 * node:http2, since a probe must know in which step a peer failed and what each step took. Certificates are
 * self-signed and change at every restart of a node: they are not verified, on this connection only.
 * Rejects with CallError; with the signal's reason when that is aborted.
 */
export function callUnary(
  target: DialTarget,
  path: string,
  request: Uint8Array,
  options: CallOptions,
): Promise<UnaryAnswer> {
  const { timeoutMs, maxAnswerBytes, signal, monotonicMs } = options
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    let step: 'connect' | 'tls' | 'answer' = 'connect'
    let stepStartedAt = monotonicMs()
    let connectMs = 0
    let tlsMs: number | null = null
    const open: { destroy: () => void }[] = []

    const nextStep = (next: typeof step): number => {
      const now = monotonicMs()
      const tookMs = now - stepStartedAt
      step = next
      stepStartedAt = now
      return tookMs
    }
    // The first call settles the promise, later ones find it settled.
    const end = (settle: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      for (const part of open) part.destroy()
      settle()
    }
    const fail = (failure: CallFailure) => end(() => reject(new CallError(failure)))
    const failOnNetwork = (error: Error) =>
      fail({ kind: 'network', step, code: codeOf(error), text: tlsReason(error) ?? error.message })
    const abort = () => end(() => reject(signal.reason))
    const timer = setTimeout(() => fail({ kind: 'timed-out', step }), timeoutMs)
    signal.addEventListener('abort', abort, { once: true })

    const tcp = connectTcp({ host: target.address, port: target.port, noDelay: true })
    open.push(tcp)
    tcp.on('error', failOnNetwork)
    tcp.once('connect', () => {
      if (!target.isTls) {
        connectMs = nextStep('answer')
        return ask(tcp)
      }
      connectMs = nextStep('tls')
      const secure = connectTls({
        socket: tcp,
        ALPNProtocols: ['h2'],
        rejectUnauthorized: false,
        secureContext: TLS_CONTEXT,
        ...(isIP(target.host) ? {} : { servername: target.host }),
      })
      open.unshift(secure)
      secure.on('error', failOnNetwork)
      secure.once('close', () => failOnNetwork(new Error('the connection was closed')))
      secure.once('secureConnect', () => {
        tlsMs = nextStep('answer')
        if (secure.alpnProtocol === 'h2') ask(secure)
        else fail({ kind: 'protocol', text: 'the peer speaks TLS, but not HTTP/2' })
      })
    })

    function ask(socket: Socket): void {
      const scheme = target.isTls ? 'https' : 'http'
      const authority = `${isIP(target.host) === 6 ? `[${target.host}]` : target.host}:${target.port}`
      const session = connectHttp2(`${scheme}://${authority}`, {
        createConnection: () => socket,
        settings: { enablePush: false },
      })
      open.unshift(session)
      session.on('error', (error) => fail(http2Failure(error)))
      session.once('close', () => failOnNetwork(new Error('the connection was closed')))

      const stream = session.request({
        ':method': 'POST',
        ':path': path,
        'content-type': 'application/grpc',
        te: 'trailers',
        'user-agent': 'livepeer-offerings',
        'grpc-timeout': `${Math.max(1, Math.round(timeoutMs))}m`,
      })
      const frame = new GrpcFrame(maxAnswerBytes)
      let headers: IncomingHttpHeaders = {}
      let trailers: IncomingHttpHeaders | null = null
      stream.once('response', (received) => {
        headers = received
        const problem = responseProblem(received)
        if (problem) fail({ kind: 'protocol', text: problem })
      })
      stream.on('data', (chunk: Buffer) => {
        const problem = frame.add(chunk)
        if (problem) fail(problem)
      })
      stream.once('trailers', (received) => {
        trailers = received
      })
      stream.on('error', (error) => fail(http2Failure(error)))
      stream.once('close', () => {
        if (stream.rstCode !== constants.NGHTTP2_NO_ERROR)
          return failOnNetwork(new Error(`the stream was reset with code ${stream.rstCode}`))
        // An answer without a message has its status in the headers.
        const status = trailers ?? headers
        const failure = statusFailure(status)
        if (failure) return fail(failure)
        const message = frame.message()
        if (!message) return fail({ kind: 'protocol', text: 'the call ended without a message' })
        const answerMs = nextStep('answer')
        end(() => resolve({ message, trailers: status, timings: { connectMs, tlsMs, answerMs } }))
      })
      stream.end(GrpcFrame.of(request))
    }
  })
}

function responseProblem(headers: IncomingHttpHeaders): string | null {
  const status = headers[':status']
  if (Number(status) !== 200) return `the peer answered HTTP status ${status}`
  const type = headers['content-type']
  return type?.startsWith('application/grpc') ? null : `the peer answered content of type ${type ?? 'none'}`
}

function statusFailure(headers: IncomingHttpHeaders): CallFailure | null {
  const code = headers['grpc-status']
  if (code === undefined) return { kind: 'protocol', text: 'the call ended without a status' }
  if (code === '0') return null
  return { kind: 'status', code: Number(code), text: percentDecoded(String(headers['grpc-message'] ?? '')) }
}

/** gRPC percent-encodes what is not printable ASCII; what is encoded badly is passed on as it came. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** node:http2 says by its code whether the peer broke the protocol or just went away. */
function http2Failure(error: Error): CallFailure {
  const code = codeOf(error)
  if (!code.startsWith('ERR_HTTP2')) return { kind: 'network', step: 'answer', code, text: error.message }
  const isReset = /REFUSED_STREAM|INTERNAL_ERROR|CANCEL|NO_ERROR|GOAWAY|ERR_HTTP2_SESSION_ERROR.*code 0/.test(
    `${code} ${error.message}`,
  )
  return isReset
    ? { kind: 'network', step: 'answer', code, text: error.message }
    : { kind: 'protocol', text: error.message }
}
