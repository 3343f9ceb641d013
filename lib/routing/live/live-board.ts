import type { Payer } from '../payment/payer'
import type { SignerTickets } from '../payment/signer-tickets'
import type { QuoteKeeper } from '../quotes/quote-keeper'
import type { JobPlaces } from '../upstream/job-place'
import { LiveMeter } from './live-meter'
import { LiveSession, type LiveSessionDeps, type LiveSessionStart, type StreamFamily } from './live-session'
import type { LiveChannel } from './live-upstream'
import { type BegunPayment, StreamPayer } from './stream-payer'

export interface LiveBoardDeps extends LiveSessionDeps {
  readonly quotes: Pick<QuoteKeeper, 'getOwn'>
  readonly payer: Payer
  /** Null: nobody makes tickets. */
  readonly tickets: Pick<SignerTickets, 'stream'> | null
  readonly places: Pick<JobPlaces, 'find'>
}

/** Who paid for the beginning, and what it is paid with from then on; null: nobody is paid. */
export interface LiveOpening extends Omit<LiveSessionStart, 'meter'> {
  readonly begun: BegunPayment | null
}

/** A channel of a stream, found by its name. */
export interface FoundChannel {
  readonly session: LiveSession
  readonly channel: LiveChannel
}

/** So long whoever comes late is told that it has ended, and how. */
const ENDED_KEPT_MS = 5 * 60_000
const MAX_ENDED = 1_000

const SUFFIXES: Readonly<Record<LiveChannel, string>> = {
  publish: '',
  subscribe: '-out',
  control: '-control',
  events: '-events',
  data: '-data',
}
const CHANNELS = new Map<string, LiveChannel>([
  ['', 'publish'],
  ['-out', 'subscribe'],
  ['-control', 'control'],
  ['-events', 'events'],
  ['-data', 'data'],
])

/** What a stream is found by. Everybody has names of their own, in each family. */
export interface StreamName {
  readonly family: StreamFamily
  readonly name: string
  /** Null: of whoever needs no key. */
  readonly keyId: string | null
}

/** The streams of this process: those that go on, and for a while those that have ended. */
export class LiveBoard {
  /** The latest of each name comes last. */
  readonly #byName = new Map<string, LiveSession>()
  readonly #bySecret = new Map<string, LiveSession>()
  /** Names of streams that are about to begin. */
  readonly #reserved = new Set<string>()
  #places = 0

  constructor(
    private readonly deps: LiveBoardDeps,
    private readonly limits: { readonly maxStreams: number },
  ) {}

  /** Streams that go on. */
  get count(): number {
    let count = 0
    for (const session of this.#bySecret.values()) if (session.end === null) count += 1
    return count
  }

  /** A place for a stream that is about to begin, until what is returned is called; null: there is none left. */
  takePlace(): (() => void) | null {
    if (this.#places >= this.limits.maxStreams) return null
    this.#places += 1
    let isTaken = true
    return () => {
      if (isTaken) this.#places -= 1
      isTaken = false
    }
  }

  /** A name for one that is about to begin, until what is returned is called; null: one that goes on, or begins, has it. */
  reserve(name: StreamName): (() => void) | null {
    const key = keyOf(name)
    const session = this.#byName.get(key)
    if (this.#reserved.has(key) || (session && session.end === null)) return null
    this.#reserved.add(key)
    let isReserved = true
    return () => {
      if (isReserved) this.#reserved.delete(key)
      isReserved = false
    }
  }

  payer(): StreamPayer {
    return new StreamPayer(this.deps)
  }

  get places(): Pick<JobPlaces, 'find'> {
    return this.deps.places
  }

  /** Another one that its client has under this name ends. */
  open({ begun, ...start }: LiveOpening): LiveSession {
    this.#forgetEnded()
    const key = keyOf(nameOf(start))
    void this.#byName.get(key)?.stop('replaced')
    const { place, upstream } = start
    const session = new LiveSession(
      {
        ...start,
        meter:
          begun &&
          ((send) =>
            new LiveMeter({ ...begun, place, manifestId: upstream.manifestId }, { ...this.deps, send })),
      },
      this.deps,
    )
    this.#byName.delete(key)
    this.#byName.set(key, session)
    this.#bySecret.set(session.secret, session)
    return session
  }

  find(name: StreamName): LiveSession | null {
    this.#forgetEnded()
    return this.#byName.get(keyOf(name)) ?? null
  }

  findChannel(name: string): FoundChannel | null {
    const [, secret = '', suffix = ''] = /^([0-9a-f]{40})(-[a-z]+)?$/.exec(name) ?? []
    const session = this.#bySecret.get(secret)
    const channel = CHANNELS.get(suffix)
    return session && channel ? { session, channel } : null
  }

  /** Ends all of them, and waits for their orchestrators to be told. */
  async close(): Promise<void> {
    await Promise.all([...this.#bySecret.values()].map((session) => session.stop('server-stopped')))
  }

  #forgetEnded(): void {
    const before = this.deps.now() - ENDED_KEPT_MS
    let surplus = this.#bySecret.size - this.limits.maxStreams - MAX_ENDED
    for (const [secret, session] of this.#bySecret) {
      const { end } = session
      if (end === null || (end.at > before && surplus <= 0)) continue
      surplus -= 1
      this.#bySecret.delete(secret)
      const key = keyOf(nameOf(session.start))
      if (this.#byName.get(key) === session) this.#byName.delete(key)
    }
  }
}

export const channelName = ({ secret }: LiveSession, channel: LiveChannel): string =>
  `${secret}${SUFFIXES[channel]}`

const nameOf = ({
  form: { family },
  name,
  keyId,
}: Pick<LiveSessionStart, 'form' | 'name' | 'keyId'>): StreamName => ({ family, name, keyId })
const keyOf = ({ family, name, keyId }: StreamName): string => `${family} ${keyId ?? ''} ${name}`
