import { allowingPlace } from '@/lib/net/dial-policy'
import { type GuardedDeps, guardedRequest } from '@/lib/net/guarded-request'
import { operatorPlace } from '@/lib/net/operator-place'
import type { Leaderboard } from './leaderboard'
import { MAX_LEADERBOARD_BYTES, parseLeaderboard } from './parse-leaderboard'

export interface LeaderboardDeps {
  readonly net: GuardedDeps
  readonly now: () => number
  readonly onProblem: (problem: string) => void
}

const READ_EVERY_MS = 60 * 60_000
/** Scores that nobody confirmed for so long are none. */
const MAX_AGE_MS = 6 * 60 * 60_000
const TIMEOUT_MS = 30_000
const MAX_REDIRECTS = 3

/** What a leaderboard of the operator's choice says, read again every hour; its word, and never ours. */
export class LeaderboardBoard {
  #board: Leaderboard | null = null
  #problem: string | null = null
  #timer: NodeJS.Timeout | undefined
  readonly #stopping = new AbortController()

  constructor(
    private readonly url: string,
    private readonly deps: LeaderboardDeps,
  ) {}

  /** Null while nothing was read, and once it is too old. */
  current(): Leaderboard | null {
    return this.#board && this.deps.now() <= this.#board.readAt + MAX_AGE_MS ? this.#board : null
  }

  /** Reads at once and then every hour. */
  start(): void {
    const read = () => void this.read()
    read()
    this.#timer = setInterval(read, READ_EVERY_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#stopping.abort(new DOMException('The leaderboard is stopping.', 'AbortError'))
  }

  /** Reads it once; a failure leaves what was read before. Never rejects. */
  async read(): Promise<void> {
    const problem = await this.#fetch().catch(() => null)
    if (problem !== null && problem !== this.#problem) this.deps.onProblem(problem)
    this.#problem = problem
  }

  /** Returns what went wrong. Rejects when it is stopped. */
  async #fetch(): Promise<string | null> {
    const { net, now } = this.deps
    const place = operatorPlace(this.url)
    const response = await guardedRequest(
      place.url,
      {
        headers: place.headers,
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_LEADERBOARD_BYTES,
        maxRedirects: MAX_REDIRECTS,
        verifiesTls: true,
        signal: this.#stopping.signal,
      },
      { ...net, policy: allowingPlace(net.policy, place) },
    )
    const failed = (problem: string) => `The leaderboard could not be read: ${problem}.`
    if (!response.ok) return failed(response.detail)
    if (response.status < 200 || response.status > 299) return failed(`it answered ${response.status}`)
    const parsed = parseLeaderboard(response.body)
    if (!parsed.ok) return failed(parsed.problem)
    this.#board = { readAt: now(), ...parsed.board }
    return null
  }
}
