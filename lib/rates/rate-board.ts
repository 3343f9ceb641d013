import type { EthUsdQuote, EthUsdReading } from '@/lib/domain/eth-usd'
import type { Fraction } from '@/lib/domain/usd'
import type { GuardedDeps } from '@/lib/net/guarded-request'
import { fetchHttpRate, type HttpRateSettings } from './http-rate'

export interface RateSettings {
  /** Dollars for one ETH, set by the operator. */
  readonly fixed: Fraction | null
  readonly http: HttpRateSettings | null
}

export interface RateDeps {
  readonly net: GuardedDeps
  readonly now: () => number
  /** What the chain's feed last said; null when no chain is read. */
  readonly chain: () => EthUsdReading | null
  readonly onProblem: (problem: string) => void
}

const READ_EVERY_MS = 60_000
/** A rate that nobody confirmed for so long is none. */
const MAX_HTTP_AGE_MS = 60 * 60_000
const MAX_FEED_AGE_MS = 25 * 60 * 60_000

/** The price of ETH in dollars: what the operator set, else what a server says, else what the chain's feed says. */
export class RateBoard {
  #quote: EthUsdQuote | null = null
  #chainQuote: EthUsdQuote | null = null
  #problem: string | null = null
  #timer: NodeJS.Timeout | undefined
  readonly #stopping = new AbortController()

  constructor(
    private readonly settings: RateSettings,
    private readonly deps: RateDeps,
  ) {
    if (settings.fixed) this.#quote = { rate: settings.fixed, source: 'fixed', at: deps.now() }
  }

  /** The same object for as long as nothing changes; null without a rate that counts, and then no dollars are shown. */
  current(): EthUsdQuote | null {
    const { now, chain } = this.deps
    if (this.#quote?.source === 'fixed') return this.#quote
    if (this.#quote && now() <= this.#quote.at + MAX_HTTP_AGE_MS) return this.#quote
    const reading = chain()
    if (reading === null || reading.kind === 'unusable') return null
    const { numerator, denominator, updatedAt } = reading.rate
    if (now() > updatedAt + MAX_FEED_AGE_MS) return null
    const known = this.#chainQuote
    if (known?.at !== updatedAt || known.rate.numerator !== numerator)
      this.#chainQuote = { rate: { numerator, denominator }, source: 'chain', at: updatedAt }
    return this.#chainQuote
  }

  /** Reads at once and then every minute, where there is something to read. */
  start(): void {
    if (this.settings.fixed || !this.settings.http) return
    const read = () => void this.#read()
    read()
    this.#timer = setInterval(read, READ_EVERY_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#stopping.abort(new DOMException('The rates are stopping.', 'AbortError'))
  }

  async #read(): Promise<void> {
    const { http } = this.settings
    if (!http) return
    const { signal } = this.#stopping
    const answer = await fetchHttpRate(http, { ...this.deps, signal }).catch(() => null)
    if (answer === null) return
    if (answer.ok) this.#quote = answer.quote
    const problem = answer.ok ? null : answer.problem
    if (problem !== null && problem !== this.#problem) this.deps.onProblem(problem)
    this.#problem = problem
  }
}
