import type { Readable } from 'node:stream'
import { type Dispatcher, errors } from 'undici'
import type { FaultCause } from '@/lib/domain/job-result'
import { printable } from '@/lib/domain/printable'
import { BytePile } from '@/lib/net/byte-pile'
import { codeOf, networkFailureKind, tlsReason } from '@/lib/net/network-failure'
import { ConnectFailure } from './upstream-connector'

export interface UpstreamRequest {
  readonly method: Dispatcher.HttpMethod
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | Readable | null
  /** From sending it to the first byte of the answer's body, or to the end of an empty one (ms). */
  readonly firstByteMs: number
  /** Between two pieces of the answer (ms). */
  readonly gapMs: number
  /** For all of a document (ms); streams have no end that could be known. */
  readonly totalMs: number
  /** Of a document. */
  readonly maxBytes: number
  /** Whether an answer with these is to be passed on as it comes; others are read to their end first. */
  readonly isStream: (status: number, headers: UpstreamHeaders) => boolean
}

export type UpstreamHeaders = Readonly<Record<string, string | string[] | undefined>>

export type UpstreamAnswer =
  | {
      readonly kind: 'document'
      readonly status: number
      readonly headers: UpstreamHeaders
      readonly body: Buffer
      readonly firstByteMs: number
    }
  | {
      readonly kind: 'stream'
      readonly status: number
      readonly headers: UpstreamHeaders
      readonly stream: UpstreamStream
      readonly firstByteMs: number
    }
  | UpstreamFailure

export interface UpstreamFailure {
  readonly kind: 'failed'
  readonly cause: FaultCause
  readonly detail: string
  /** The connection had served before and was found closed: nothing is to be said of whoever closed it. */
  readonly isStale: boolean
  /** The request may have been read. */
  readonly wasSent: boolean
}

/** What is left of an answer whose first piece has come; it stands still until it is read. */
export interface UpstreamStream {
  readonly first: Buffer
  /** From here on pieces go there; whoever had them before gets no more. */
  read(reader: StreamReader): void
  pause(): void
  resume(): void
}

export interface StreamReader {
  readonly onData: (piece: Buffer) => void
  readonly onEnd: () => void
  readonly onFailure: (failure: UpstreamFailure) => void
}

/** One request to an orchestrator, under way. */
export interface Exchange {
  /** Never rejects. */
  readonly answer: Promise<UpstreamAnswer>
  /** Cuts the connection at once; an answer that is waited for becomes `reset`. */
  cancel(): void
}

/** Sends a request to a place that was judged, on a kept connection. */
export function exchange(
  pool: Dispatcher,
  request: UpstreamRequest,
  { monotonicMs }: { readonly monotonicMs: () => number },
): Exchange {
  const under = new ExchangeHandler(request, monotonicMs)
  const { method, path, headers, body } = request
  try {
    pool.dispatch({ method, path, headers: { ...headers }, body }, under)
  } catch (cause) {
    under.onResponseError(null, cause instanceof Error ? cause : new Error(String(cause)))
  }
  return { answer: under.answer, cancel: () => under.cancel() }
}

type Phase = 'waiting' | 'collecting' | 'streaming' | 'over'

/** Why we cut a connection ourselves. */
class CutByUs extends Error {
  override name = 'CutByUs'
  constructor(
    readonly failure: FaultCause,
    detail: string,
  ) {
    super(detail)
  }
}

class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly answer: Promise<UpstreamAnswer>
  #resolve: (answer: UpstreamAnswer) => void = () => {}
  #phase: Phase = 'waiting'
  #controller: Dispatcher.DispatchController | null = null
  #isSent = false
  #cut: CutByUs | null = null
  #status = 0
  #headers: UpstreamHeaders = {}
  #isStream = false
  readonly #pieces = new BytePile()
  #firstByteMs = 0
  #reader: StreamReader | null = null
  #deadline: NodeJS.Timeout
  readonly #startedAt: number

  constructor(
    private readonly request: UpstreamRequest,
    private readonly monotonicMs: () => number,
  ) {
    this.answer = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#startedAt = monotonicMs()
    this.#deadline = setTimeout(
      () => this.#cutOff('timed-out', `no answer within ${Math.round(request.firstByteMs)} ms`),
      request.firstByteMs,
    )
  }

  cancel(): void {
    this.#cutOff('reset', 'given up')
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    this.#isSent = true
    if (this.#cut) controller.abort(this.#cut)
  }

  onRequestUpgrade(controller: Dispatcher.DispatchController): void {
    controller.abort(new CutByUs('bad-answer', 'it switches to another protocol'))
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: UpstreamHeaders,
  ): void {
    // Only a notice that an answer is to come.
    if (status < 200) return
    this.#status = status
    this.#headers = headers
    this.#isStream = this.request.isStream(status, headers)
  }

  onResponseData(_controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#phase === 'over') return
    if (this.#phase === 'waiting') this.#begin()
    if (this.#isStream) {
      this.#pass(piece)
      return
    }
    if (this.#pieces.length + piece.length > this.request.maxBytes) {
      this.#cutOff('bad-answer', `its answer exceeds ${this.request.maxBytes} bytes`)
      return
    }
    this.#pieces.add(piece)
    this.#waitFor(this.#timeLeft(), 'its answer came too slowly')
  }

  onResponseEnd(): void {
    if (this.#phase === 'over') return
    if (this.#phase === 'waiting') this.#firstByteMs = this.monotonicMs() - this.#startedAt
    const reader = this.#reader
    const isStreaming = this.#phase === 'streaming'
    this.#end()
    if (isStreaming) {
      reader?.onEnd()
      return
    }
    this.#resolve({
      kind: 'document',
      status: this.#status,
      headers: this.#headers,
      body: this.#pieces.take(),
      firstByteMs: this.#firstByteMs,
    })
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#phase === 'over') return
    const hasBegun = this.#status !== 0
    const isStreaming = this.#phase === 'streaming'
    const reader = this.#reader
    this.#end()
    const failure = failureOf(this.#cut ?? error, { hasBegun, wasSent: this.#isSent })
    if (isStreaming) reader?.onFailure(failure)
    else this.#resolve(failure)
  }

  #begin(): void {
    this.#phase = 'collecting'
    this.#firstByteMs = this.monotonicMs() - this.#startedAt
  }

  #pass(piece: Buffer): void {
    if (this.#phase === 'streaming') {
      this.#waitFor(this.request.gapMs, 'its stream stood still')
      this.#reader?.onData(piece)
      return
    }
    this.#phase = 'streaming'
    this.#waitFor(this.request.gapMs, 'its stream stood still')
    // Nothing comes before whoever is told of the first piece has said where the others go.
    this.#controller?.pause()
    this.#resolve({
      kind: 'stream',
      status: this.#status,
      headers: this.#headers,
      firstByteMs: this.#firstByteMs,
      stream: {
        first: piece,
        read: (reader) => {
          this.#reader = reader
          this.#resume()
        },
        pause: () => {
          clearTimeout(this.#deadline)
          this.#controller?.pause()
        },
        resume: () => this.#resume(),
      },
    })
  }

  #resume(): void {
    if (this.#phase !== 'streaming') return
    this.#waitFor(this.request.gapMs, 'its stream stood still')
    this.#controller?.resume()
  }

  #timeLeft(): number {
    const { totalMs, gapMs } = this.request
    return Math.max(1, Math.min(gapMs, totalMs - (this.monotonicMs() - this.#startedAt)))
  }

  #waitFor(ms: number, detail: string): void {
    clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => this.#cutOff('too-slow', detail), ms)
  }

  #cutOff(cause: FaultCause, detail: string): void {
    if (this.#phase === 'over' || this.#cut) return
    this.#cut = new CutByUs(cause, detail)
    if (this.#controller) this.#controller.abort(this.#cut)
    // Not on a connection yet: whoever waits does not have to wait for one.
    else this.onResponseError(null, this.#cut)
  }

  #end(): void {
    this.#phase = 'over'
    clearTimeout(this.#deadline)
    // A body that is streamed to somebody who has gone would stay open.
    const { body } = this.request
    if (body !== null && !Buffer.isBuffer(body)) body.destroy()
  }
}

function failureOf(
  error: Error,
  { hasBegun, wasSent }: { readonly hasBegun: boolean; readonly wasSent: boolean },
): UpstreamFailure {
  const failed = (cause: FaultCause, detail: string, isStale = false): UpstreamFailure => ({
    kind: 'failed',
    cause,
    detail: printable(detail),
    isStale,
    wasSent,
  })
  if (error instanceof CutByUs) return failed(error.failure, error.message)
  if (error instanceof ConnectFailure) return failed(causeOfConnect(error), error.message)
  if (error instanceof errors.HTTPParserError)
    return failed('bad-answer', `its answer is no HTTP (${error.message})`)
  if (error instanceof errors.HeadersOverflowError) return failed('bad-answer', 'its headers are too large')
  const detail = tlsReason(error) ?? error.message
  if (hasBegun) return failed('truncated', detail)
  return failed('reset', detail, error instanceof errors.SocketError && (error.socket?.bytesRead ?? 0) > 0)
}

function causeOfConnect({ step, isLate, cause }: ConnectFailure): FaultCause {
  if (isLate) return step === 'tls' ? 'tls' : 'connect-timed-out'
  const kind = cause instanceof Error ? networkFailureKind({ code: codeOf(cause), step }) : 'reset'
  if (step === 'tls') return 'tls'
  switch (kind) {
    case 'refused':
    case 'unreachable':
    case 'reset':
      return kind
    default:
      return 'connect-timed-out'
  }
}
