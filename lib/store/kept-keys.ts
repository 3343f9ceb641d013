/** Keys of clients, and what they spent. */
export interface KeptKeys {
  readKeys(): Promise<readonly StoredKey[]>
  /** Grows with every key that is made, changed or revoked; 0: none ever was. Cheap enough to ask every second. */
  readKeyRevision(): Promise<number>
  /** Where there are `maxCount` already, the one that was revoked the longest ago makes room; `full`: there is none. */
  createKey(
    key: Pick<StoredKey, 'id' | 'digest' | 'body'>,
    limits: { readonly maxCount: number },
  ): Promise<'written' | 'full'>
  /** Writes what `edit` makes of the body that is there, in one transaction. Null: there is no such key. */
  changeKey(id: string, edit: (body: string) => string): Promise<StoredKey | null>
  /** One that is revoked already stays as it is. Null: there is no such key. */
  revokeKey(id: string, at: number): Promise<StoredKey | null>
  /** When keys were last used; an earlier moment than the one that is there says nothing. */
  writeKeyUses(uses: ReadonlyMap<string, number>): Promise<void>

  /** What was spent on a day (days since 1970, UTC), by the ids of keys; the empty one: without a key. */
  readSpend(day: number): Promise<DaySpend>
  /** Grows with everything that is added. Cheap enough to ask every second. */
  readSpendRevision(): Promise<number>
  /** Adds in one transaction, forgets days before `forgetBefore`, and tells what is there then of `day`. */
  addSpend(
    amounts: readonly SpentAmount[],
    options: { readonly day: number; readonly forgetBefore: number },
  ): Promise<DaySpend>
}

export interface StoredKey {
  readonly id: string
  /** SHA-256 of the secret. */
  readonly digest: string
  /** JSON that the store does not look into. */
  readonly body: string
  readonly revokedAt: number | null
  readonly lastUsedAt: number | null
}

export interface SpentAmount {
  readonly day: number
  readonly keyId: string
  readonly wei: bigint
}

export interface DaySpend {
  readonly revision: number
  readonly weiByKey: ReadonlyMap<string, bigint>
}
