import type { StoreState } from '@/lib/domain/store-state'
import type { StoreFailure, StoreFault } from './store-failure'

/** How a store does, as far as this process has seen. */
export interface StoreHealth {
  readonly state: StoreState
  /** Since when it is in this state; null: ever since this process began. */
  readonly since: number | null
  /** A sentence that says what is wrong; null when nothing is. */
  readonly detail: string | null
  /** When this process last wrote anything; null: it never did. */
  readonly lastWriteAt: number | null
  /** Bytes of the database with its journal; null where that cannot be told. */
  readonly sizeBytes: number | null
  /** Bytes that are free on its disk for this process; null where that cannot be told. */
  readonly freeBytes: number | null
}

const STATE_OF: Readonly<Record<StoreFault, StoreState>> = {
  full: 'full',
  'read-only': 'read-only',
  busy: 'failing',
  damaged: 'failing',
  gone: 'failing',
  failing: 'failing',
}

/** Any success ends what is older than this, if it was not seen again. */
const HOLD_MS = 30_000

/**
 * Makes one state of what single reads and writes met. On a full disk small writes may still succeed where there is
 * room in pages already taken, so a failure ends when the same kind of call succeeds, or a whole snapshot is written, or
 * when it was not seen again for a while.
 */
export class StoreHealthBoard {
  readonly #failures = new Map<string, Seen>()
  #failure: StoreFailure | null = null
  #since: number | null = null
  #lastWriteAt: number | null = null

  constructor(
    private readonly deps: {
      readonly now: () => number
      readonly onTurn: (health: Pick<StoreHealth, 'state' | 'detail'>) => void
    },
  ) {}

  get health(): Pick<StoreHealth, 'state' | 'since' | 'detail' | 'lastWriteAt'> {
    return {
      state: stateOf(this.#failure),
      since: this.#since,
      detail: this.#failure?.message ?? null,
      lastWriteAt: this.#lastWriteAt,
    }
  }

  /** `isStanding`: nothing ends it but a success of the same call. */
  failed(call: string, failure: StoreFailure, { isStanding = false } = {}): void {
    this.#failures.set(call, { failure, at: this.deps.now(), isStanding })
    this.#settle()
  }

  /** `hasWritten`: it changed what is stored. */
  succeeded(call: string, { hasWritten }: { hasWritten: boolean }): void {
    const now = this.deps.now()
    if (hasWritten) this.#lastWriteAt = now
    if (this.#failures.size === 0) return
    this.#failures.delete(call)
    if (hasWritten)
      for (const [other, { at, isStanding }] of this.#failures)
        if (!isStanding && (call === 'writeSnapshot' || now - at > HOLD_MS)) this.#failures.delete(other)
    this.#settle()
  }

  #settle(): void {
    const before = stateOf(this.#failure)
    const failures = [...this.#failures.values()].map(({ failure }) => failure)
    this.#failure = failures.sort((a, b) => rank(a) - rank(b))[0] ?? null
    if (stateOf(this.#failure) === before) return
    this.#since = this.deps.now()
    this.deps.onTurn(this.health)
  }
}

interface Seen {
  readonly failure: StoreFailure
  readonly at: number
  readonly isStanding: boolean
}

const stateOf = (failure: StoreFailure | null): StoreState => (failure ? STATE_OF[failure.fault] : 'ok')

/** What explains the others comes first. */
const ORDER: readonly StoreFault[] = ['gone', 'damaged', 'read-only', 'full', 'failing', 'busy']
const rank = ({ fault }: StoreFailure): number => ORDER.indexOf(fault)
