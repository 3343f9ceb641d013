import { formatFraction } from '@/lib/domain/fraction'
import type { RequestStart, RoutedRequest } from '@/lib/domain/routed-request'
import { chargeOf } from '@/lib/pricing/charge-of'
import type { JournalEntry } from '@/lib/requests/request-journal'
import type { CarriageEnd } from '@/lib/routing/carriage'
import type { AnswerDeps } from '../endpoint'
import type { Market } from '../reader'
import type { AdmittedClient } from './admit-client'
import type { RouteInput } from './route-input'

type About = Pick<RequestStart, 'id' | 'route' | 'kind' | 'pipeline'>

/** The one record of a request, filled while it is carried. When it is closed its key's lease ends, too. */
export class RouteRecord {
  /** Monotonic ms. */
  readonly cameAt: number
  readonly #startedAt: number
  #entry: JournalEntry | null = null
  #decision: object | null = null
  #model: string | null = null
  #market: Market | null = null
  #bytesIn = 0
  #firstByteMs: number | null = null
  #isClosed = false

  constructor(
    private readonly about: About,
    private readonly admitted: AdmittedClient,
    private readonly deps: Pick<AnswerDeps, 'requests' | 'routing' | 'now'>,
  ) {
    this.cameAt = deps.routing.carriage.monotonicMs()
    this.#startedAt = deps.now()
  }

  get id(): string {
    return this.about.id
  }

  get isAnswered(): boolean {
    return this.#firstByteMs !== null
  }

  reads({ model, payload }: Pick<RouteInput, 'model' | 'payload'>): void {
    this.#model = model
    this.#bytesIn = payload.bytes
  }

  /** From here on it is seen to be under way. */
  decides(decision: object, model: string | null, market: Market): void {
    this.#decision = decision
    this.#model = model
    this.#market = market
    this.#entry = this.deps.requests.begin(this.#start())
  }

  /** The client gets its first byte now: after how many ms. */
  answers(): number {
    this.#firstByteMs = this.#sinceItCame()
    return this.#firstByteMs
  }

  /** Nothing was to be carried. */
  drop(): void {
    this.#isClosed = true
    this.admitted.lease.end({ spentWei: 0n })
  }

  close(end: CarriageEnd, { status, problem }: Pick<RoutedRequest, 'status' | 'problem'>): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const { waitedMs, ...facts } = end
    this.admitted.lease.end({ spentWei: facts.paidWei })
    const totalMs = this.#sinceItCame()
    const entry = this.#entry ?? this.deps.requests.begin(this.#start())
    entry.end({
      ...this.#start(),
      ...facts,
      ...this.#money(end),
      endedAt: this.deps.now(),
      status,
      problem,
      decision: this.#decision,
      bytesIn: this.#bytesIn,
      overheadMs: facts.attempts.length === 0 ? null : overheadOf(this.#firstByteMs ?? totalMs, waitedMs),
      firstByteMs: this.#firstByteMs,
      totalMs,
    })
  }

  /** Only what a client has got is charged for. */
  #money({ outcome, units }: CarriageEnd): Pick<RoutedRequest, 'usdPerEth' | 'chargeUsd'> {
    const market = this.#market
    const offer =
      outcome === 'served' && units !== null
        ? market?.offerOf({ ...this.about, model: this.#model })
        : undefined
    const charge = offer && units !== null ? chargeOf(offer, units) : null
    return {
      usdPerEth: market?.quote ? formatFraction(market.quote.rate) : null,
      chargeUsd: charge && formatFraction(charge),
    }
  }

  #start(): RequestStart {
    const { about, admitted } = this
    return { ...about, startedAt: this.#startedAt, keyId: admitted.keyId, model: this.#model }
  }

  #sinceItCame(): number {
    return this.deps.routing.carriage.monotonicMs() - this.cameAt
  }
}

/** Clocks are read one after the other. */
const overheadOf = (passedMs: number, waitedMs: number): number =>
  passedMs > waitedMs ? passedMs - waitedMs : 0
