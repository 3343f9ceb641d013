export interface AudienceDeps<L extends Listener> {
  /** Calls `beat` again and again; returns what ends that. */
  readonly every: (ms: number, beat: () => void) => () => void
  readonly onError: (error: unknown) => void
  /** Resolves when there is something to say to one of them, with that; empty when it is none of them any more. */
  readonly next: (listener: L) => Promise<string>
  readonly maxStreams: number
}

/** Proxies give up on a connection that is silent for a minute or less. */
const BEAT_MS = 15_000
/** A client that takes nothing for a minute has gone or is stuck. */
const MAX_MISSED_BEATS = 4
/** What a browser waits before it connects again. */
export const RETRY = 'retry: 3000\n\n'
export const BEAT = ': beat\n\n'

/** The open streams of one kind: as many as there may be, each with a beat while there is nothing to say. */
export class Audience<L extends Listener> {
  readonly #listeners = new Set<L>()
  readonly #endBeats: () => void
  #isClosed = false

  constructor(private readonly deps: AudienceDeps<L>) {
    this.#endBeats = deps.every(BEAT_MS, () => this.#beat())
  }

  /** How many are open. */
  get count(): number {
    return this.#listeners.size
  }

  has(listener: L): boolean {
    return this.#listeners.has(listener)
  }

  /** All of them. */
  [Symbol.iterator](): IterableIterator<L> {
    return this.#listeners.values()
  }

  /** False: there are as many as there may be. It counts from here on: others may come before it is greeted. */
  admit(listener: L): boolean {
    if (this.#isClosed || this.count >= this.deps.maxStreams) return false
    this.#listeners.add(listener)
    return true
  }

  /** One that was admitted, and is not to have a stream after all. */
  dismiss(listener: L): void {
    this.#listeners.delete(listener)
  }

  /** What one that was admitted is sent. */
  stream(listener: L): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          listener.controller = controller
          if (!this.has(listener)) controller.close()
        },
        pull: (controller) => this.#pull(listener, controller),
        cancel: () => this.#end(listener),
      },
      { highWaterMark: 0 },
    )
  }

  /** Breaks off the stream of a client that does not keep up. */
  cut(listener: L): void {
    if (!this.#listeners.delete(listener)) return
    listener.wake?.('news')
    listener.controller?.error(new Error('the client takes nothing'))
  }

  /** Ends all streams: their clients connect again, to whoever is there then. */
  close(): void {
    this.#isClosed = true
    this.#endBeats()
    for (const listener of this.#listeners) this.#end(listener)
  }

  async #pull(listener: L, controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    listener.missedBeats = 0
    listener.isWaiting = true
    try {
      const text = await this.#next(listener)
      if (this.has(listener)) controller.enqueue(Buffer.from(text))
    } catch (error) {
      this.#listeners.delete(listener)
      // Of a store that is closing, the streams have been told already.
      if (!this.#isClosed) this.deps.onError(error)
      throw error
    } finally {
      listener.isWaiting = false
    }
  }

  async #next(listener: L): Promise<string> {
    const { text } = listener
    if (text === '') return this.deps.next(listener)
    listener.text = ''
    return text
  }

  #beat(): void {
    for (const listener of this.#listeners) {
      if (listener.isWaiting) {
        listener.wake?.('beat')
        continue
      }
      listener.missedBeats += 1
      if (listener.missedBeats >= MAX_MISSED_BEATS) this.cut(listener)
    }
  }

  #end(listener: L): void {
    if (!this.#listeners.delete(listener)) return
    listener.wake?.('news')
    try {
      listener.controller?.close()
    } catch {
      // Its client has closed it.
    }
  }
}

/** One client. */
export class Listener {
  /** What it is sent before anything else. */
  text = ''
  /** Beats of the heart since it last asked for more. */
  missedBeats = 0
  controller: ReadableStreamDefaultController<Uint8Array> | null = null
  /** Whether it has asked for more, and it is our turn. */
  isWaiting = false
  /** Set while there is no news for it. */
  wake: ((why: 'news' | 'beat') => void) | null = null

  news(): Promise<'news' | 'beat'> {
    return new Promise((resolve) => {
      this.wake = (why) => {
        this.wake = null
        resolve(why)
      }
    })
  }
}
