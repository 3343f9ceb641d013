import type { Change } from '@/lib/domain/change'
import type { ChangeFilter } from '@/lib/domain/change-filter'
import type { Store, StoredChange } from '@/lib/store/store'
import { changeToDto } from './change-to-dto'
import { formatEvent } from './format-event'

/** A change as it goes over the wire. */
export interface ChangeEvent {
  readonly id: number
  readonly change: Change
  readonly text: string
}

interface WantedPage {
  readonly events: readonly ChangeEvent[]
  readonly hasMore: boolean
  readonly position: number
}

type Page = readonly ChangeEvent[] | null

/** What one client is sent at a time: about 50 KB. */
export const PAGE_SIZE = 100
/** Clients that keep up ask for the very same pages. */
const MAX_KEPT = 16

/** Changes in pages, read and written out once for however many clients. */
export class ChangePages {
  #upTo = 0
  readonly #pages = new Map<number, Promise<Page>>()

  constructor(private readonly store: Pick<Store, 'readChangesAfter' | 'readChanges'>) {}

  /** The next ones after a change, none beyond `upTo`; null: that one is unknown or forgotten. */
  after(id: number, upTo: number): Promise<Page> {
    if (upTo !== this.#upTo) {
      // Pages that were not full may have more on them now.
      this.#pages.clear()
      this.#upTo = upTo
    }
    const known = this.#pages.get(id)
    if (known) return known
    const page = this.#read(id, upTo)
    this.#pages.set(id, page)
    // What failed is read again when it is next asked for.
    page.catch(() => this.#pages.delete(id))
    const [oldest] = this.#pages.keys()
    if (this.#pages.size > MAX_KEPT && oldest !== undefined) this.#pages.delete(oldest)
    return page
  }

  /** The next ones after a change that fit a filter, for one client; null: that change was forgotten. */
  async wanted(after: number, upTo: number, filter: ChangeFilter): Promise<WantedPage | null> {
    const span = { foundAfter: null, foundUpTo: null, upTo }
    const page = await this.store.readChanges({ filter, order: 'asc', after, ...span, limit: PAGE_SIZE })
    return page && { ...page, events: page.changes.map(toEvent) }
  }

  async #read(id: number, upTo: number): Promise<Page> {
    const changes = await this.store.readChangesAfter(id, { upTo, limit: PAGE_SIZE })
    return changes?.map(toEvent) ?? null
  }
}

const toEvent = (stored: StoredChange): ChangeEvent => ({
  id: stored.id,
  change: stored.change,
  text: formatEvent(changeToDto(stored), stored.id),
})
