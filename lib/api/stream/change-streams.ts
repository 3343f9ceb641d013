import { type ChangeFilter, fitsFilter } from '@/lib/domain/change-filter'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import type { Store } from '@/lib/store/store'
import { turnOfOthers } from '@/lib/turn-of-others'
import { snapshotToDto } from '../to-dto'
import { Audience, BEAT, Listener, RETRY } from './audience'
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
/**
 * The open streams of changes. Each is read from the store as its client takes it, so that a slow one costs no memory;
 * all wait for one and the same news. None runs ahead of the snapshot that the lists of this process are made of.
 */
export class ChangeStreams {
  readonly #pages: ChangePages
  readonly #audience: Audience<ChangeListener>
  readonly #endNews: () => void

  constructor(
    private readonly deps: ChangeStreamsDeps,
    { maxStreams }: { readonly maxStreams: number } = { maxStreams: MAX_STREAMS },
  ) {
    const { every, onError, network } = deps
    this.#pages = new ChangePages(deps.store)
    this.#audience = new Audience({
      every,
      onError,
      maxStreams,
      next: (listener) => this.#next(listener),
    })
    this.#endNews = network.onSnapshot(() => {
      for (const listener of this.#audience) listener.wake?.('news')
    })
  }

  /** How many are open. */
  get count(): number {
    return this.#audience.count
  }

  /** Null: there are as many as there may be. */
  async open(filter: ChangeFilter, from: ResumePoint): Promise<ReadableStream<Uint8Array> | null> {
    const listener = new ChangeListener(filter)
    if (!this.#audience.admit(listener)) return null
    try {
      listener.text = RETRY + (await this.#greet(listener, from))
    } catch (error) {
      this.#audience.dismiss(listener)
      throw error
    }
    return this.#audience.stream(listener)
  }

  /** Ends all streams: their clients connect again, to whoever is there then, and miss nothing. */
  close(): void {
    this.#endNews()
    this.#audience.close()
  }

  /** What it hears first. Whoever goes on from an event of ours hears nothing but what came after that. */
  async #greet(listener: ChangeListener, from: ResumePoint): Promise<string> {
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

  #reset(listener: ChangeListener): string {
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

  /** Waits until there is something to say. */
  async #next(listener: ChangeListener): Promise<string> {
    while (this.#audience.has(listener)) {
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
    listener: ChangeListener,
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
}

const textOf = (events: readonly ChangeEvent[]): string => events.map(({ text }) => text).join('')

const passesAll = ({ hasEverySnapshot: _, ...filter }: ChangeFilter): boolean =>
  Object.values(filter).every((wanted) => wanted === null)

/** One client. */
class ChangeListener extends Listener {
  /** The last change that it was sent, or that it did not want. */
  position = 0
  /** More than a page lies before it. */
  isBehind = false

  constructor(readonly filter: ChangeFilter) {
    super()
  }
}
