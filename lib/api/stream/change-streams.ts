import { type ChangeFilter, fitsFilter } from '@/lib/domain/change-filter'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import type { Store } from '@/lib/store/store'
import { turnOfOthers } from '@/lib/turn-of-others'
import { snapshotToDto } from '../to-dto'
import { type ChangeEvent, ChangePages, PAGE_SIZE } from './change-pages'
import { formatEvent } from './format-event'
import type { ResumePoint } from './resume-point'

export interface ChangeStreamsDeps {
  readonly store: Pick<Store, 'readChangesAfter' | 'readChanges'>
  /** Where snapshots come from, and the news that there is another one. */
  readonly network: {
    readonly snapshot: Snapshot | null
    onSnapshot(listener: () => void): () => void
  }
  /** Calls `beat` again and again; returns what ends that. */
  readonly every: (ms: number, beat: () => void) => () => void
  readonly onError: (error: unknown) => void
}

/** One for all clients of both doors. */
const MAX_STREAMS = 500
/** Proxies give up on a connection that is silent for a minute or less. */
const BEAT_MS = 15_000
/** A client that takes nothing for a minute has gone or is stuck; it can go on later from what it saw last. */
const MAX_MISSED_BEATS = 4
/** What a browser waits before it connects again. */
const RETRY = 'retry: 3000\n\n'
const BEAT = ': beat\n\n'

/**
 * The open streams of changes. Each is read from the store as its client takes it, so that a slow one costs no memory;
 * all wait for one and the same news. None runs ahead of the snapshot that the lists of this process are made of.
 */
export class ChangeStreams {
  readonly #pages: ChangePages
  readonly #listeners = new Set<Listener>()
  readonly #ends: readonly (() => void)[]
  #isClosed = false

  constructor(
    private readonly deps: ChangeStreamsDeps,
    private readonly options: { readonly maxStreams: number } = { maxStreams: MAX_STREAMS },
  ) {
    this.#pages = new ChangePages(deps.store)
    this.#ends = [
      deps.network.onSnapshot(() => this.#wakeAll('news')),
      deps.every(BEAT_MS, () => this.#beat()),
    ]
  }

  /** How many are open. */
  get count(): number {
    return this.#listeners.size
  }

  /** Null: there are as many as there may be. */
  async open(filter: ChangeFilter, from: ResumePoint): Promise<ReadableStream<Uint8Array> | null> {
    if (this.#isClosed || this.count >= this.options.maxStreams) return null
    const listener = new Listener(filter)
    // It counts from here on: others may be opened while the store is asked.
    this.#listeners.add(listener)
    try {
      listener.text = RETRY + (await this.#greet(listener, from))
    } catch (error) {
      this.#listeners.delete(listener)
      throw error
    }
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          listener.controller = controller
          if (!this.#listeners.has(listener)) controller.close()
        },
        pull: (controller) => this.#pull(listener, controller),
        cancel: () => this.#end(listener),
      },
      { highWaterMark: 0 },
    )
  }

  /** Ends all streams: their clients connect again, to whoever is there then, and miss nothing. */
  close(): void {
    this.#isClosed = true
    for (const end of this.#ends) end()
    for (const listener of this.#listeners) this.#end(listener)
  }

  /** What it hears first. Whoever goes on from an event of ours hears nothing but what came after that. */
  async #greet(listener: Listener, from: ResumePoint): Promise<string> {
    if (from === 'now') {
      const { snapshot } = this.deps.network
      listener.position = this.#head
      return formatEvent({ kind: 'hello', snapshot: snapshot && snapshotToDto(snapshot) }, this.#head || null)
    }
    const isKnown = from !== 'unknown' && (await this.#pages.after(from, this.#head)) !== null
    if (!isKnown) return this.#reset(listener)
    listener.position = from
    return ''
  }

  #reset(listener: Listener): string {
    const { snapshot } = this.deps.network
    listener.position = this.#head
    const detail =
      'The event that you saw last is not known here, or no longer: what came after it cannot be told. Read the lists anew.'
    return formatEvent(
      { kind: 'reset', snapshot: snapshot && snapshotToDto(snapshot), detail },
      this.#head || null,
    )
  }

  /** The last change that the lists of this process hold; 0: none. */
  get #head(): number {
    return this.deps.network.snapshot?.lastChangeId ?? 0
  }

  async #pull(listener: Listener, controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    listener.missedBeats = 0
    listener.isWaiting = true
    try {
      const text = await this.#next(listener)
      if (this.#listeners.has(listener)) controller.enqueue(Buffer.from(text))
    } catch (error) {
      this.#listeners.delete(listener)
      // Of a store that is closing, the streams have been told already.
      if (!this.#isClosed) this.deps.onError(error)
      throw error
    } finally {
      listener.isWaiting = false
    }
  }

  /** Waits until there is something to say. */
  async #next(listener: Listener): Promise<string> {
    const { text } = listener
    if (text !== '') {
      listener.text = ''
      return text
    }
    while (this.#listeners.has(listener)) {
      const head = this.#head
      if (listener.position < head) {
        const told = await this.#tell(listener, head)
        if (told === null) return this.#reset(listener)
        if (told.text !== '') return told.text
        if (told.isFurther) await turnOfOthers()
        if (told.isFurther || head !== this.#head) continue
      }
      if ((await listener.news()) === 'beat') return BEAT
    }
    return ''
  }

  /**
   * The next that it wants, none beyond `head`; null: what comes next was forgotten. Those that keep up are read to
   * together. Before one that does not, much may lie of which it wants little, which the store finds without the rest.
   */
  async #tell(
    listener: Listener,
    head: number,
  ): Promise<{ readonly text: string; readonly isFurther: boolean } | null> {
    const { position, filter } = listener
    if (listener.isBehind && !passesAll(filter)) {
      const page = await this.#pages.wanted(position, head, filter)
      if (page === null) return null
      listener.position = page.position
      listener.isBehind = page.hasMore
      return { text: textOf(page.events), isFurther: page.position > position }
    }
    const page = await this.#pages.after(position, head)
    if (page === null) return null
    listener.position = page.at(-1)?.id ?? position
    listener.isBehind = page.length === PAGE_SIZE
    const wanted = page.filter(({ change }) => fitsFilter(change, filter))
    return { text: textOf(wanted), isFurther: page.length > 0 }
  }

  #wakeAll(why: 'news' | 'beat'): void {
    for (const listener of this.#listeners) listener.wake?.(why)
  }

  #beat(): void {
    for (const listener of this.#listeners) {
      if (listener.isWaiting) {
        listener.wake?.('beat')
        continue
      }
      listener.missedBeats += 1
      if (listener.missedBeats < MAX_MISSED_BEATS) continue
      this.#listeners.delete(listener)
      listener.controller?.error(new Error('the client takes nothing'))
    }
  }

  #end(listener: Listener): void {
    if (!this.#listeners.delete(listener)) return
    listener.wake?.('news')
    try {
      listener.controller?.close()
    } catch {
      // Its client has closed it.
    }
  }
}

const textOf = (events: readonly ChangeEvent[]): string => events.map(({ text }) => text).join('')

const passesAll = ({ hasEverySnapshot: _, ...filter }: ChangeFilter): boolean =>
  Object.values(filter).every((wanted) => wanted === null)

/** One client. */
class Listener {
  /** The last change that it was sent, or that it did not want. */
  position = 0
  /** More than a page lies before it. */
  isBehind = false
  /** What it is sent before anything else. */
  text = ''
  /** Beats of the heart since it last asked for more. */
  missedBeats = 0
  controller: ReadableStreamDefaultController<Uint8Array> | null = null
  /** Whether it has asked for more, and it is our turn. */
  isWaiting = false
  /** Set while there is no news for it. */
  wake: ((why: 'news' | 'beat') => void) | null = null

  constructor(readonly filter: ChangeFilter) {}

  news(): Promise<'news' | 'beat'> {
    return new Promise((resolve) => {
      this.wake = (why) => {
        this.wake = null
        resolve(why)
      }
    })
  }
}
