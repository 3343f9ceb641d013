import type { SnapshotPlace, Store } from '@/lib/store/store'
import { createEdition, type Edition, type EditionOptions } from './edition'

/** Each holds a catalog with its indexes; people look at a few moments at a time. */
const MAX_KEPT = 6

type Todays = Omit<EditionOptions, 'now' | 'quote'>

export interface PastEdition {
  readonly edition: Edition
  /** The moment (ms) as of which it is read. */
  readonly asOf: number
}

/** Catalogs of the past, those asked for last kept ready. */
export class PastEditions {
  /** The latest used last. */
  #kept: readonly Edition[] = []
  #last: Promise<unknown> = Promise.resolve()

  constructor(private readonly store: Pick<Store, 'readSnapshotPlaceAt' | 'readSnapshotAt'>) {}

  /** The catalog as it was at a moment (ms), at the rate of that sweep; null: nothing is kept from so long ago. */
  at(at: number, todays: Todays): Promise<PastEdition | null> {
    // One after the other: who asks for a moment that is being read for somebody else finds it ready.
    const edition = this.#last.then(() => this.#find(at, todays))
    this.#last = edition.catch(() => null)
    return edition
  }

  async #find(at: number, todays: Todays): Promise<PastEdition | null> {
    const place = await this.store.readSnapshotPlaceAt(at)
    if (place === null) return null
    const known = this.#kept.find((edition) => isOf(edition, place, todays))
    const edition = known ?? (await this.#make(at, todays))
    if (edition === null) return null
    this.#kept = [...this.#kept.filter((kept) => kept !== edition), edition].slice(-MAX_KEPT)
    return { edition, asOf: place.asOf }
  }

  async #make(at: number, todays: Todays): Promise<Edition | null> {
    const past = await this.store.readSnapshotAt(at)
    return past && createEdition(past.snapshot, { ...todays, now: past.asOf, quote: past.ethUsd })
  }
}

const isOf = (
  { catalog, madeAt, expiresAt, pricing }: Edition,
  { snapshotId, asOf }: SnapshotPlace,
  todays: Todays,
): boolean =>
  catalog.snapshot.id === snapshotId &&
  catalog.names === todays.names &&
  pricing === todays.pricing &&
  madeAt <= asOf &&
  asOf <= expiresAt
