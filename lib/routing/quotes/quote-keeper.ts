import { printable } from '@/lib/domain/printable'
import type { FailedOutcome } from '@/lib/domain/routed-request'
import { dialTarget, type ServiceUri } from '@/lib/domain/service-uri'
import type { Asker } from '@/lib/identity/asker'
import { CallError } from '@/lib/livepeer/call-error'
import { jobCapabilities } from '@/lib/livepeer/job-capabilities'
import type { CapabilitiesMessage } from '@/lib/livepeer/messages'
import { askOrchestrator } from '@/lib/livepeer/orchestrator-client'
import { type Quote, quoteRequest, readQuote } from '@/lib/livepeer/quote'
import type { GuardedDeps } from '@/lib/net/guarded-request'
import { resolveHost } from '@/lib/net/resolve-host'
import { outcomeOfCall } from './outcome-of-call'

/** What is quoted for. */
export interface QuoteOrder {
  readonly nodeUri: ServiceUri
  readonly capability: number
  readonly model: string
}

/** A quote with what it was asked with, good until `until` (ms). */
export interface KeptQuote {
  readonly order: QuoteOrder
  readonly quote: Quote
  /** The whole answer, which a remote signer wants to see. */
  readonly bytes: Uint8Array
  /** Null: it was not asked for by any. */
  readonly capabilities: CapabilitiesMessage | null
  readonly until: number
}

export type QuoteAnswer =
  | { readonly ok: true; readonly kept: KeptQuote }
  | { readonly ok: false; readonly outcome: FailedOutcome; readonly detail: string }

export interface QuoteKeeperDeps extends GuardedDeps {
  readonly asker: Pick<Asker, 'identity'>
  readonly now: () => number
  readonly monotonicMs: () => number
}

export interface QuoteKeeperOptions {
  /** For one question (ms). */
  readonly timeoutMs: number
  readonly maxCount?: number
}

const MAX_COUNT = 5_000
/** go-livepeer asks anew in the last three minutes of a token (server/broadcast.go). */
const TOKEN_MARGIN_MS = 3 * 60_000
/** Of a token that lives shorter. */
const TOKEN_MARGIN_SHARE = 0.1
/** Ticket parameters are good for some forty blocks of layer 1, of which nobody here knows how far they are. */
const TICKET_LIFE_MS = 5 * 60_000

/**
 * Quotes that are still good, by node, capability and model. One that nears its end is asked for anew, once however many
 * wait for it; it is used on while it is good.
 */
export class QuoteKeeper {
  readonly #kept = new Map<string, KeptQuote>()
  readonly #asked = new Map<string, Promise<QuoteAnswer>>()
  readonly #timeoutMs: number
  readonly #maxCount: number
  readonly #ends = new AbortController()

  constructor(
    private readonly deps: QuoteKeeperDeps,
    { timeoutMs, maxCount = MAX_COUNT }: QuoteKeeperOptions,
  ) {
    this.#timeoutMs = timeoutMs
    this.#maxCount = maxCount
  }

  /** At once where there is one that is good. */
  find(order: QuoteOrder): KeptQuote | null {
    const kept = this.#kept.get(keyOf(order))
    return kept && kept.until > this.deps.now() ? kept : null
  }

  /** One that is good. Never rejects. */
  async get(order: QuoteOrder): Promise<QuoteAnswer> {
    const kept = this.find(order)
    return kept ? { ok: true, kept } : this.#ask(order)
  }

  /**
   * One that is for whoever asks alone and is not kept. `isUnderWay` is of work that has begun: a node that is full with it
   * quotes for it all the same. Never rejects.
   */
  async getOwn(order: QuoteOrder, { isUnderWay }: { readonly isUnderWay: boolean }): Promise<QuoteAnswer> {
    return this.#question(order, { ignoreCapacityCheck: isUnderWay })
  }

  /** Told when an orchestrator refuses what was quoted: the next one asks anew. */
  forget({ order }: Pick<KeptQuote, 'order'>): void {
    this.#kept.delete(keyOf(order))
  }

  /** Questions that are under way are given up. */
  stop(): void {
    this.#ends.abort(new Error('stopped'))
  }

  #ask(order: QuoteOrder): Promise<QuoteAnswer> {
    const key = keyOf(order)
    const asked = this.#asked.get(key)
    if (asked) return asked
    const asking = this.#question(order)
      .then((answer) => {
        if (answer.ok) this.#keep(answer.kept)
        return answer
      })
      .finally(() => this.#asked.delete(key))
    this.#asked.set(key, asking)
    return asking
  }

  async #question(
    order: QuoteOrder,
    { ignoreCapacityCheck }: { readonly ignoreCapacityCheck: boolean } = { ignoreCapacityCheck: false },
  ): Promise<QuoteAnswer> {
    const { asker, monotonicMs, now } = this.deps
    const { signal } = this.#ends
    const failed = (outcome: FailedOutcome, detail: string): QuoteAnswer => ({
      ok: false,
      outcome,
      detail: printable(detail),
    })
    try {
      const identity = await asker.identity(signal)
      if (!identity.ok) return failed('cannot-pay', identity.problem)
      const target = dialTarget(order.nodeUri)
      const resolved = await resolveHost(target, this.deps)
      if (resolved.kind !== 'resolved') return failed(resolved.kind, resolved.detail)
      const capabilities = jobCapabilities(order)
      const { bytes } = await askOrchestrator(
        { ...target, address: resolved.address },
        quoteRequest(identity.identity, capabilities, { ignoreCapacityCheck }),
        { timeoutMs: this.#timeoutMs, signal, monotonicMs },
      )
      const reading = readQuote(bytes)
      if (!reading.ok) return failed('bad-answer', reading.problem)
      const { quote } = reading
      if (quote.transcoder === '') return failed('takes-no-work', 'it names no place for jobs')
      if (quote.authToken === null) return failed('bad-answer', 'its quote has no token')
      return { ok: true, kept: { order, quote, bytes, capabilities, until: lastMoment(quote, now()) } }
    } catch (error) {
      if (error instanceof CallError) return failed(outcomeOfCall(error.failure), error.message)
      if (signal.aborted) return failed('client-gone', 'the server stops')
      throw error
    }
  }

  #keep(kept: KeptQuote): void {
    const key = keyOf(kept.order)
    this.#kept.delete(key)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size < this.#maxCount) break
      this.#kept.delete(oldest)
    }
    this.#kept.set(key, kept)
  }
}

const keyOf = ({ nodeUri, capability, model }: QuoteOrder): string => `${nodeUri} ${capability} ${model}`

/** Until when a quote that was given now can be used. */
function lastMoment({ authToken, ticketParams }: Quote, now: number): number {
  const ends = Number(authToken?.expiration ?? 0n) * 1_000
  const life = ends - now
  const token = ends - Math.min(TOKEN_MARGIN_MS, Math.max(0, life * TOKEN_MARGIN_SHARE))
  return ticketParams === null ? token : Math.min(token, now + TICKET_LIFE_MS)
}
