import { randomBytes } from 'node:crypto'
import { LIVE_END_OUTCOMES, type LiveEnd, type LiveEndKind } from '@/lib/domain/live-end'
import type { Candidate } from '@/lib/selection/candidate'
import type { OpenedEnd } from '../client-job'
import { type Exchange, exchange, type UpstreamAnswer } from '../upstream/exchange'
import type { JobPlace } from '../upstream/job-place'
import type { UpstreamPools } from '../upstream/upstream-pools'
import type { LiveMeter } from './live-meter'
import { LIVE_CHANNELS, type LiveChannel, type LiveUpstream } from './live-upstream'
import type { SendUpstream } from './send-upstream'
import { watchEvents } from './watch-events'

/** Durations are ms. */
export interface LiveTimes {
  /** Without a byte that is published a stream ends. */
  readonly idleMs: number
  /** Without an event its orchestrator counts as dead. */
  readonly silenceMs: number
  /** Between two payments. */
  readonly payEveryMs: number
}

export interface LiveSessionDeps {
  readonly pools: Pick<UpstreamPools, 'of'>
  readonly times: LiveTimes
  readonly now: () => number
  readonly monotonicMs: () => number
}

/** What live video of the protocol and streams of an orchestrator's own capabilities are apart in. */
export interface StreamForm {
  /** Names are of one family. */
  readonly family: StreamFamily
  /** Billed ones, by how long it has lasted, and until when something was published; null: nothing was. */
  readonly units: (lastedMs: number, publishedMs: number | null) => bigint
  /** By what its orchestrator is told of it; null: by its channels alone. */
  readonly desk: StreamDesk | null
}
export type StreamFamily = 'live' | 'byoc'

/** How an orchestrator is told what its client wants of a stream. Nothing rejects. */
export interface StreamDesk {
  /** Null: nothing could be sent. */
  update(body: Buffer, send: SendUpstream, about: UpdateTime): Promise<UpstreamAnswer | null>
  stop(body: Buffer, send: SendUpstream): Promise<UpstreamAnswer | null>
}

/** What whoever is told of it has for it. */
export interface UpdateTime {
  /** Left out: as long as is usual. */
  readonly seconds?: number
}

export interface LiveSessionStart {
  readonly form: StreamForm
  /** As its client calls it. */
  readonly name: string
  readonly requestId: string
  /** Of the key that began it; null: none was needed. */
  readonly keyId: string | null
  readonly upstream: LiveUpstream
  readonly candidate: Candidate
  /** Of jobs at its orchestrator. */
  readonly place: JobPlace
  /** Null: nobody is paid. */
  readonly meter: ((send: SendUpstream) => LiveMeter) | null
  /** Told once, before the channels are closed. */
  readonly onEnd: (how: OpenedEnd) => void
}

/** Where nothing is published a client that has gone cannot be told from one that has nothing to say. */
const UNFED_IDLE_MS = 60 * 60_000
const KEEP_ALIVE_MS = 10_000
const KEEP_ALIVE = Buffer.from('{"keep":"alive"}')
const CLOSE_TIMEOUT_MS = 5_000
/** Whoever waits at a channel that is closed is told so by the orchestrator, in its own words, within this. */
const LAST_WORDS_MS = 500
const MAX_CONTROL_BYTES = 64 * 1024
const NOTHING_TO_SAY = Buffer.from('{}')

/** A stream that goes on: its channels at an orchestrator, who watches them, who pays, and how it ends. */
export class LiveSession {
  /** What its channels are found by, and nothing else is. */
  readonly secret = randomBytes(20).toString('hex')
  readonly startedAt: number
  readonly #begunAt: number
  readonly #running = new Set<Exchange>()
  readonly #meter: LiveMeter | null
  readonly #ends = new AbortController()
  readonly #timer: NodeJS.Timeout
  #publishedAt: number | null = null
  #aliveAt: number
  #bytesIn = 0
  #bytesOut = 0
  #segments = 0
  #paying: Promise<void> | null = null
  #isPaidUpTo: number
  #keptAliveAt: number
  #lastEvent: { readonly at: number; readonly event: unknown } | null = null
  #end: (LiveEnd & { readonly at: number }) | null = null
  #closing: Promise<void> | null = null
  #lastWords: Buffer | null = null
  readonly #idleMs: number

  constructor(
    readonly start: LiveSessionStart,
    private readonly deps: LiveSessionDeps,
  ) {
    this.startedAt = deps.now()
    this.#begunAt = deps.monotonicMs()
    this.#aliveAt = this.#begunAt
    this.#isPaidUpTo = this.#begunAt
    this.#keptAliveAt = this.#begunAt
    this.#meter = start.meter?.((place, request) => this.send(place, request)) ?? null
    const { idleMs, silenceMs, payEveryMs } = deps.times
    this.#idleMs = start.upstream.channels.publish ? idleMs : Math.max(idleMs, UNFED_IDLE_MS)
    this.#timer = setInterval(
      () => this.#tick(),
      Math.min(1_000, Math.min(idleMs, silenceMs, payEveryMs) / 4),
    )
    void this.#watch()
  }

  get end(): (LiveEnd & { readonly at: number }) | null {
    return this.#end
  }

  /** As it may be told. */
  get report() {
    return {
      startedAt: this.startedAt,
      end: this.#end,
      segments: this.#segments,
      bytesIn: this.#bytesIn,
      bytesOut: this.#bytesOut,
      lastEvent: this.#lastEvent,
      payments: this.#meter?.report ?? null,
    }
  }

  placeOf(channel: LiveChannel): JobPlace | null {
    return this.start.upstream.channels[channel]
  }

  /** Cut when the stream ends. */
  readonly send: SendUpstream = (place, request) => {
    const running = exchange(this.deps.pools.of(place), request, this.deps)
    this.#running.add(running)
    void running.answer.then((answer) => {
      // One that is passed on runs on.
      if (answer.kind !== 'stream') this.#running.delete(running)
    })
    return running
  }

  /** Told of one that is passed on. */
  over(running: Exchange): void {
    this.#running.delete(running)
  }

  /** Told of every piece of video that goes up; `isFirst` of a segment. */
  published(bytes: number, { isFirst }: { readonly isFirst: boolean }): void {
    const now = this.deps.monotonicMs()
    this.#publishedAt = now
    this.#aliveAt = now
    this.#bytesIn += bytes
    if (isFirst) this.#segments += 1
  }

  /** Told of whatever else shows that its client is there. */
  isUsed(): void {
    this.#aliveAt = this.deps.monotonicMs()
  }

  /** Told of every piece that goes down. */
  passedDown(bytes: number): void {
    this.#bytesOut += bytes
    this.isRead()
  }

  /** Told of whoever looks at it: where nothing is published nothing else shows that its client is there. */
  isRead(): void {
    if (this.start.upstream.channels.publish === null) this.isUsed()
  }

  /** Aborted when it ends. */
  get ended(): AbortSignal {
    return this.#ends.signal
  }

  /** What its orchestrator said when it was told to stop; null: nothing. */
  get lastWords(): Buffer | null {
    return this.#lastWords
  }

  /** The orchestrator has closed a channel by itself. */
  wasClosed(channel: LiveChannel): void {
    if (channel !== 'control') this.#died('closed', `it closed the ${channel} channel`)
  }

  /** Parameters of the pipeline, merged into those that it has. Null: it has ended, or takes none. */
  async update(params: Buffer, time: UpdateTime = {}): Promise<UpstreamAnswer | null> {
    const { desk } = this.start.form
    if (this.#end !== null) return null
    return desk ? desk.update(params, this.send, time) : this.#control(params)
  }

  async #control(params: Buffer): Promise<UpstreamAnswer | null> {
    const place = this.placeOf('control')
    if (place === null || params.length > MAX_CONTROL_BYTES) return null
    return this.#request(place, { method: 'POST', path: '/-1', body: params })
  }

  /** At once; resolves when its channels are closed as far as that can be done. The first reason counts. */
  stop(kind: LiveEndKind, detail: string | null = null, words = NOTHING_TO_SAY): Promise<void> {
    if (this.#closing) return this.#closing
    this.#end = { kind, detail, at: this.deps.now() }
    clearInterval(this.#timer)
    this.#ends.abort()
    this.#meter?.end()
    this.start.onEnd({
      ...LIVE_END_OUTCOMES[kind],
      detail,
      units: this.#units(),
      paidWei: this.#meter?.report.paidWei ?? 0n,
      bytesOut: this.#bytesOut,
    })
    this.#closing = this.#close(words)
    return this.#closing
  }

  /** As its orchestrator bills it. */
  #units(): bigint {
    const publishedMs = this.#publishedAt === null ? null : this.#publishedAt - this.#begunAt
    return this.start.form.units(this.deps.monotonicMs() - this.#begunAt, publishedMs)
  }

  async #close(words: Buffer): Promise<void> {
    const answer = await this.start.form.desk?.stop(words, this.send)
    if (answer?.kind === 'document' && answer.status === 200) this.#lastWords = answer.body
    // What goes up first: an orchestrator ends the rest by itself then.
    await this.#closeChannel('publish')
    await Promise.all(LIVE_CHANNELS.map((one) => (one === 'publish' ? null : this.#closeChannel(one))))
    if (this.#running.size > 0) await new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS))
    for (const running of this.#running) running.cancel()
  }

  async #closeChannel(channel: LiveChannel): Promise<void> {
    const place = this.placeOf(channel)
    if (place) await this.#request(place, { method: 'DELETE', path: '', body: null })
  }

  /** Never rejects. */
  #request(
    place: JobPlace,
    about: { readonly method: 'POST' | 'DELETE'; readonly path: string; readonly body: Buffer | null },
  ): Promise<UpstreamAnswer> {
    return this.send(place, {
      ...about,
      path: `${place.basePath}${about.path}`,
      headers: about.body ? { 'content-type': 'application/json' } : {},
      firstByteMs: CLOSE_TIMEOUT_MS,
      gapMs: CLOSE_TIMEOUT_MS,
      totalMs: CLOSE_TIMEOUT_MS,
      maxBytes: MAX_CONTROL_BYTES,
      isStream: () => false,
    }).answer
  }

  #tick(): void {
    const now = this.deps.monotonicMs()
    const { payEveryMs } = this.deps.times
    if (now - this.#aliveAt >= this.#idleMs) {
      const what = this.start.upstream.channels.publish ? 'nothing was published' : 'nobody used it'
      void this.stop('idle', `${what} for ${this.#idleMs} ms`)
      return
    }
    if (now - this.#keptAliveAt >= KEEP_ALIVE_MS) {
      this.#keptAliveAt = now
      void this.#control(KEEP_ALIVE)
    }
    const isDue =
      this.#publishedAt !== null &&
      this.#publishedAt > this.#isPaidUpTo &&
      now - this.#isPaidUpTo >= payEveryMs
    if (this.#meter && isDue) this.#paying ??= this.#pay(this.#meter)
  }

  async #pay(meter: LiveMeter): Promise<void> {
    this.#isPaidUpTo = this.deps.monotonicMs()
    const outcome = await meter.pay()
    this.#paying = null
    if (outcome === 'too-dear') await this.stop('too-dear', meter.report.problem)
  }

  async #watch(): Promise<void> {
    const place = this.placeOf('events')
    if (place === null) return
    const silence = await watchEvents({
      place,
      send: this.send,
      silenceMs: this.deps.times.silenceMs,
      signal: this.#ends.signal,
      monotonicMs: this.deps.monotonicMs,
      onEvent: (event) => {
        this.#lastEvent = { at: this.deps.now(), event }
      },
    })
    if (silence) this.#died(silence.kind, silence.detail)
  }

  /** An orchestrator that was not paid has every right to close it. */
  #died(kind: 'silent' | 'closed', detail: string): void {
    const unpaid = this.#meter?.report.problem ?? null
    if (unpaid !== null && kind === 'closed') void this.stop('unpaid', unpaid)
    else void this.stop(kind, detail)
  }
}
