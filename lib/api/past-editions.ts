import type { Store } from '@/lib/store/store'
import { createEdition, type Edition, type EditionOptions } from './edition'

/** Each holds a catalog with its indexes; people look at a few moments at a time. */
const MAX_KEPT = 6

/** Catalogs of the past, those asked for last kept ready. */
export class PastEditions {
  /** The latest used last. */
  #kept: readonly Edition[] = []

  constructor(private readonly store: Pick<Store, 'readSnapshotIdAt' | 'readSnapshotAt'>) {}

  /** The catalog as it was at a moment (ms), at the rate of that sweep; null: nothing is kept from so long ago. */
  async at(at: number, todays: Omit<EditionOptions, 'now' | 'quote'>): Promise<Edition | null> {
    const id = await this.store.readSnapshotIdAt(at)
    const known = this.#kept.find(
      ({ catalog, madeAt, expiresAt, pricing }) =>
        catalog.snapshot.id === id &&
        catalog.names === todays.names &&
        pricing === todays.pricing &&
        madeAt <= at &&
        at <= expiresAt,
    )
    const edition = known ?? (await this.#make(at, todays))
    if (edition) this.#kept = [...this.#kept.filter((kept) => kept !== edition), edition].slice(-MAX_KEPT)
    return edition
  }

  async #make(at: number, todays: Omit<EditionOptions, 'now' | 'quote'>): Promise<Edition | null> {
    const past = await this.store.readSnapshotAt(at)
    return past && createEdition(past.snapshot, { ...todays, now: at, quote: past.ethUsd })
  }
}
