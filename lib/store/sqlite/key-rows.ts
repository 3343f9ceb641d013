import { and, asc, count, eq, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { apiKeyEdits, apiKeySpend, apiKeys } from '@/drizzle/schema'
import type { DaySpend, SpentAmount, StoredKey } from '../kept-keys'
import type { Reads, SqliteDatabase, Transaction } from './open-database'

/** Whose edits are counted in which row. */
const OF_KEYS = 1
const OF_SPEND = 2

export const readKeys = (db: Reads): StoredKey[] => db.select().from(apiKeys).all()

export const readKeyRevision = (db: Reads): number => revisionOf(db, OF_KEYS)

export function createKey(
  db: SqliteDatabase,
  { id, digest, body }: Pick<StoredKey, 'id' | 'digest' | 'body'>,
  { maxCount }: { readonly maxCount: number },
): 'written' | 'full' {
  return db.transaction(
    (tx) => {
      const { n } = tx.select({ n: count() }).from(apiKeys).get() ?? { n: 0 }
      if (n >= maxCount && !forgetOldestRevoked(tx)) return 'full'
      tx.insert(apiKeys).values({ id, digest, body }).run()
      nextRevision(tx, OF_KEYS)
      return 'written'
    },
    { behavior: 'immediate' },
  )
}

export const changeKey = (db: SqliteDatabase, id: string, edit: (body: string) => string): StoredKey | null =>
  editKey(db, id, ({ body }) => ({ body: edit(body) }))

export const revokeKey = (db: SqliteDatabase, id: string, at: number): StoredKey | null =>
  editKey(db, id, ({ revokedAt }) => ({ revokedAt: revokedAt ?? at }))

export function writeKeyUses(db: SqliteDatabase, uses: ReadonlyMap<string, number>): void {
  db.transaction(
    (tx) => {
      for (const [id, lastUsedAt] of uses)
        tx.update(apiKeys)
          .set({ lastUsedAt })
          .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, lastUsedAt))))
          .run()
    },
    { behavior: 'immediate' },
  )
}

export const readSpendRevision = (db: Reads): number => revisionOf(db, OF_SPEND)

export const readSpend = (db: SqliteDatabase, day: number): DaySpend =>
  // One look: another process may be adding.
  db.transaction((tx) => spendOf(tx, day))

export function addSpend(
  db: SqliteDatabase,
  amounts: readonly SpentAmount[],
  { day: today, forgetBefore }: { readonly day: number; readonly forgetBefore: number },
): DaySpend {
  return db.transaction(
    (tx) => {
      for (const { day, keyId, wei: added } of amounts) {
        const known = tx
          .select()
          .from(apiKeySpend)
          .where(and(eq(apiKeySpend.day, day), eq(apiKeySpend.keyId, keyId)))
          .get()
        const wei = String(BigInt(known?.wei ?? '0') + added)
        tx.insert(apiKeySpend)
          .values({ day, keyId, wei })
          .onConflictDoUpdate({ target: [apiKeySpend.day, apiKeySpend.keyId], set: { wei } })
          .run()
      }
      tx.delete(apiKeySpend).where(lt(apiKeySpend.day, forgetBefore)).run()
      nextRevision(tx, OF_SPEND)
      return spendOf(tx, today)
    },
    { behavior: 'immediate' },
  )
}

function editKey(
  db: SqliteDatabase,
  id: string,
  edit: (known: StoredKey) => Partial<Pick<StoredKey, 'body' | 'revokedAt'>>,
): StoredKey | null {
  return db.transaction(
    (tx) => {
      const known = tx.select().from(apiKeys).where(eq(apiKeys.id, id)).get()
      if (!known) return null
      const changed = { ...known, ...edit(known) }
      if (changed.body === known.body && changed.revokedAt === known.revokedAt) return known
      tx.update(apiKeys)
        .set({ body: changed.body, revokedAt: changed.revokedAt })
        .where(eq(apiKeys.id, id))
        .run()
      nextRevision(tx, OF_KEYS)
      return changed
    },
    { behavior: 'immediate' },
  )
}

/** False: none is revoked. */
function forgetOldestRevoked(tx: Transaction): boolean {
  const oldest = tx
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(isNotNull(apiKeys.revokedAt))
    .orderBy(asc(apiKeys.revokedAt), asc(apiKeys.id))
    .limit(1)
    .get()
  if (!oldest) return false
  tx.delete(apiKeys).where(eq(apiKeys.id, oldest.id)).run()
  return true
}

const spendOf = (db: Reads, day: number): DaySpend => ({
  revision: revisionOf(db, OF_SPEND),
  weiByKey: new Map(
    db
      .select()
      .from(apiKeySpend)
      .where(eq(apiKeySpend.day, day))
      .all()
      .map(({ keyId, wei }) => [keyId, BigInt(wei)]),
  ),
})

const revisionOf = (db: Reads, id: number): number =>
  db.select().from(apiKeyEdits).where(eq(apiKeyEdits.id, id)).get()?.revision ?? 0

function nextRevision(tx: Transaction, id: number): void {
  const revision = revisionOf(tx, id) + 1
  tx.insert(apiKeyEdits)
    .values({ id, revision })
    .onConflictDoUpdate({ target: apiKeyEdits.id, set: { revision } })
    .run()
}
