import { randomBytes } from 'node:crypto'
import type { OpenedEnd } from '../client-job'
import { exchange, type UpstreamAnswer } from '../upstream/exchange'
import type { UpstreamPools } from '../upstream/upstream-pools'
import type { AppAddress, AppSession } from './app-session'
import { SessionPayments, type SessionPaymentsDeps } from './session-payments'

export interface AppSessionsDeps extends SessionPaymentsDeps {
  readonly pools: Pick<UpstreamPools, 'of'>
  readonly monotonicMs: () => number
}

export interface AppSessionsOptions {
  /** One that nobody uses for so long is stopped. */
  readonly idleMs: number
  readonly maxCount: number
  /** Between two payments for what is paid by time. */
  readonly payEveryMs: number
}

/** Somebody uses a session; told when that is over. */
export interface SessionUse {
  /** Aborted when the session ends. */
  readonly ended: AbortSignal
  sent(bytes: number): void
  end(): void
}

interface Held {
  readonly session: AppSession
  readonly ends: AbortController
  readonly onEnd: (end: OpenedEnd) => void
  readonly payments: SessionPayments | null
  uses: number
  bytesOut: number
  idle: NodeJS.Timeout | null
}

/** What a node is told of an end; whoever waits for it does so no longer. */
const STOP_MS = 5_000

/** The sessions that are open: who uses them, what they are paid, and that each ends. */
export class AppSessions {
  readonly #held = new Map<string, Held>()
  #reserving = 0

  constructor(
    private readonly deps: AppSessionsDeps,
    private readonly options: AppSessionsOptions,
  ) {}

  get count(): number {
    return this.#held.size
  }

  /** Room for one more, until it is given back; null: there is none. */
  reserve(): (() => void) | null {
    if (this.#held.size + this.#reserving >= this.options.maxCount) return null
    this.#reserving += 1
    let isReserved = true
    return () => {
      if (isReserved) this.#reserving -= 1
      isReserved = false
    }
  }

  /** From here on it is paid, and stopped when nobody uses it. `onEnd` is told once. */
  open(about: Omit<AppSession, 'id'>, onEnd: (end: OpenedEnd) => void): AppSession {
    const session = { ...about, id: randomBytes(16).toString('hex') }
    const { payment } = session
    const ends = new AbortController()
    const payments =
      payment && payment.challenge.type !== 'fixed'
        ? new SessionPayments(
            { session, payment, everyMs: this.options.payEveryMs, signal: ends.signal },
            this.deps,
            () => void this.#end(session.id, NOT_PAID),
          )
        : null
    const held: Held = { session, ends, onEnd, payments, uses: 0, bytesOut: 0, idle: null }
    this.#held.set(session.id, held)
    payments?.start()
    this.#rest(held)
    return session
  }

  /** Null: there is none of that name, of that app, or for that key. */
  find(id: string, { app, keyId }: Pick<AppSession, 'app' | 'keyId'>): AppSession | null {
    const session = this.#held.get(id)?.session
    return session && session.app === app && session.keyId === keyId ? session : null
  }

  /** It is not idle until the use of it is over. */
  use({ id }: Pick<AppSession, 'id'>): SessionUse {
    const held = this.#held.get(id)
    if (!held) return { ended: AbortSignal.abort(), sent: () => undefined, end: () => undefined }
    if (held.idle) clearTimeout(held.idle)
    held.idle = null
    held.uses += 1
    let isUsed = true
    return {
      ended: held.ends.signal,
      sent: (bytes) => {
        held.bytesOut += bytes
      },
      end: () => {
        if (!isUsed) return
        isUsed = false
        held.uses -= 1
        if (held.uses === 0) this.#rest(held)
      },
    }
  }

  /** Its node is told, too; whatever goes on in it is cut. */
  stop({ id }: Pick<AppSession, 'id'>): Promise<void> {
    return this.#end(id, STOPPED)
  }

  /** All of them. Resolves when their nodes have been told, or do not listen. */
  async close(): Promise<void> {
    await Promise.all([...this.#held.keys()].map((id) => this.#end(id, CLOSED)))
  }

  #rest(held: Held): void {
    if (held.ends.signal.aborted) return
    held.idle = setTimeout(() => void this.#end(held.session.id, STOPPED), this.options.idleMs)
    // A session is no reason to stay for a process that ends.
    held.idle.unref()
  }

  async #end(id: string, how: HowEnded): Promise<void> {
    const held = this.#held.get(id)
    if (!held) return
    this.#held.delete(id)
    if (held.idle) clearTimeout(held.idle)
    held.ends.abort()
    held.onEnd({ ...how, units: null, paidWei: held.payments?.paidWei ?? 0n, bytesOut: held.bytesOut })
    await this.#tellNode(held.session.controlAddress)
  }

  #tellNode({ place, path }: AppAddress): Promise<UpstreamAnswer> {
    const request = {
      method: 'POST' as const,
      path: `${path}/stop`,
      headers: {},
      body: null,
      firstByteMs: STOP_MS,
      gapMs: STOP_MS,
      totalMs: STOP_MS,
      maxBytes: 64 * 1024,
      isStream: () => false,
    }
    return exchange(this.deps.pools.of(place), request, this.deps).answer
  }
}

type HowEnded = Pick<OpenedEnd, 'outcome' | 'of' | 'detail'>

const STOPPED: HowEnded = { outcome: 'served', of: 'ok', detail: null }
const NOT_PAID: HowEnded = {
  outcome: 'cut',
  of: 'payment-refused',
  detail: 'it could not be paid for any more',
}
const CLOSED: HowEnded = { outcome: 'cut', of: 'client-gone', detail: 'the server stops' }
