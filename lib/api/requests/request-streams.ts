import { fitsRequest, fitsRunning, type RequestFilter } from '@/lib/domain/request-filter'
import type { RequestStart, RequestSummary } from '@/lib/domain/routed-request'
import type { RequestJournal } from '@/lib/requests/request-journal'
import { turnOfOthers } from '@/lib/turn-of-others'
import type { RequestEventDto } from '../contract/request'
import { Audience, type AudienceDeps, BEAT, Listener, RETRY } from '../stream/audience'
import { formatEvent } from '../stream/format-event'
import { type RequestReach, withinReach } from './request-reach'
import { endedToDto, runningToDto } from './request-to-dto'

export interface RequestStreamsDeps extends Pick<AudienceDeps<never>, 'every' | 'onError'> {
  readonly journal: Pick<RequestJournal, 'listen' | 'running'>
}

/** For clients of both doors who see everything; operators are few. */
const MAX_STREAMS = 50
/** For clients who see the requests of a key alone: of one key, and of all of them. They take nobody else's room. */
const MAX_STREAMS_OF_KEY = 4
const MAX_STREAMS_OF_KEYS = 200
/** Events that wait for one client; one that is further behind is cut off. */
const MAX_BEHIND = 1_000
/** Written at once. */
const EVENTS_PER_PULL = 100
/** Told of in the first event. */
const MAX_RUNNING = 100

type RequestEvent =
  | { readonly kind: 'begin'; readonly start: RequestStart }
  | { readonly kind: 'end'; readonly summary: RequestSummary }

/**
 * The open streams of requests as they come and go. Nothing is kept for those who were away: a list has what they missed.
 * On a request's own turn an event is only noted for whoever wants it, and written out later.
 */
export class RequestStreams {
  readonly #audience: Audience<RequestListener>
  readonly #endListening: () => void

  constructor(
    private readonly deps: RequestStreamsDeps,
    private readonly limits: { readonly maxStreams: number; readonly maxBehind: number } = {
      maxStreams: MAX_STREAMS,
      maxBehind: MAX_BEHIND,
    },
  ) {
    const { journal, every, onError } = deps
    this.#audience = new Audience({
      every,
      onError,
      maxStreams: limits.maxStreams + MAX_STREAMS_OF_KEYS,
      next: (listener) => this.#next(listener),
    })
    this.#endListening = journal.listen({
      begun: (start) => this.#note({ kind: 'begin', start }, ({ filter }) => fitsRunning(start, filter)),
      ended: (summary) => this.#note({ kind: 'end', summary }, ({ filter }) => fitsRequest(summary, filter)),
    })
  }

  /** How many are open. */
  get count(): number {
    return this.#audience.count
  }

  /** Of what fits and may be seen. Null: there are as many as there may be. */
  open(wanted: RequestFilter, reach: RequestReach): ReadableStream<Uint8Array> | null {
    const filter = withinReach(wanted, reach)
    const listener = new RequestListener(filter, reach)
    if (!this.#hasRoomFor(reach) || !this.#audience.admit(listener)) return null
    const fitting = [...this.deps.journal.running].filter((start) => fitsRunning(start, filter))
    const running = fitting.slice(-MAX_RUNNING).reverse().map(runningToDto)
    listener.text = RETRY + formatted({ kind: 'hello', running })
    return this.#audience.stream(listener)
  }

  close(): void {
    this.#endListening()
    this.#audience.close()
  }

  #hasRoomFor(reach: RequestReach): boolean {
    const keys = [...this.#audience].flatMap((open) => (open.reach.kind === 'own' ? open.reach.keyId : []))
    if (reach.kind === 'all') return this.count - keys.length < this.limits.maxStreams
    return (
      keys.length < MAX_STREAMS_OF_KEYS &&
      keys.filter((keyId) => keyId === reach.keyId).length < MAX_STREAMS_OF_KEY
    )
  }

  #note(event: RequestEvent, isWanted: (listener: RequestListener) => boolean): void {
    for (const listener of this.#audience) {
      if (!isWanted(listener)) continue
      listener.events.push(event)
      if (listener.events.length > this.limits.maxBehind) this.#audience.cut(listener)
      else listener.wake?.('news')
    }
  }

  /** Waits until there is something to say. */
  async #next(listener: RequestListener): Promise<string> {
    while (this.#audience.has(listener)) {
      const events = listener.events.splice(0, EVENTS_PER_PULL)
      if (events.length > 0) return events.map((event) => formatted(eventToDto(event))).join('')
      if ((await listener.news()) === 'beat') return BEAT
      // What it was woken by is somebody's request, which goes first.
      await turnOfOthers()
    }
    return ''
  }
}

const eventToDto = (event: RequestEvent): RequestEventDto =>
  event.kind === 'begin'
    ? { kind: 'begin', request: runningToDto(event.start) }
    : { kind: 'end', request: endedToDto(event.summary) }

const formatted = (dto: RequestEventDto): string => formatEvent(dto, null)

/** One client. */
class RequestListener extends Listener {
  readonly events: RequestEvent[] = []

  constructor(
    readonly filter: RequestFilter,
    readonly reach: RequestReach,
  ) {
    super()
  }
}
