import { and, count, eq } from 'drizzle-orm'
import { breakerEdits, breakers, toldSuspensions } from '@/drizzle/schema'
import type {
  BreakerEdit,
  BreakerPlace,
  BreakerWrite,
  BreakerWrites,
  StoredBreaker,
  ToldSuspension,
  ToldTurns,
} from '../kept-breakers'
import type { Reads, SqliteDatabase, Transaction } from './open-database'

/** The table of one row has this one. */
const ONLY = 1

export const readBreakers = (db: Reads): StoredBreaker[] => db.select().from(breakers).all()

export const readBreakerRevision = (db: Reads): number => db.select().from(breakerEdits).get()?.revision ?? 0

export function writeBreakers(
  db: SqliteDatabase,
  edits: readonly BreakerEdit[],
  { maxCount }: { readonly maxCount: number },
): BreakerWrites {
  return db.transaction(
    (tx) => {
      const revision = readBreakerRevision(tx) + 1
      let room = maxCount - (tx.select({ n: count() }).from(breakers).get()?.n ?? 0)
      const writes = edits.map((edit): BreakerWrite => {
        const known = tx.select().from(breakers).where(at(edit)).get() ?? null
        if ((known?.revision ?? null) !== edit.knownRevision) return 'conflict'
        if (edit.body === null) {
          if (known) room += 1
          tx.delete(breakers).where(at(edit)).run()
          return 'written'
        }
        if (!known && room <= 0) return 'full'
        if (!known) room -= 1
        const { scope, id, body } = edit
        tx.insert(breakers)
          .values({ scope, id, body, revision })
          .onConflictDoUpdate({ target: [breakers.scope, breakers.id], set: { body, revision } })
          .run()
        return 'written'
      })
      if (!writes.includes('written')) return { revision: revision - 1, writes }
      tx.insert(breakerEdits)
        .values({ id: ONLY, revision })
        .onConflictDoUpdate({ target: breakerEdits.id, set: { revision } })
        .run()
      return { revision, writes }
    },
    { behavior: 'immediate' },
  )
}

export const readToldSuspensions = (db: Reads): ToldSuspension[] => db.select().from(toldSuspensions).all()

/** In the transaction of the snapshot whose changes tell of them, so that none is told twice or lost. */
export function writeToldSuspensions(tx: Transaction, { began, ended }: ToldTurns): void {
  for (const { scope, id } of ended)
    tx.delete(toldSuspensions)
      .where(and(eq(toldSuspensions.scope, scope), eq(toldSuspensions.id, id)))
      .run()
  for (const { scope, id, body } of began)
    tx.insert(toldSuspensions)
      .values({ scope, id, body })
      .onConflictDoUpdate({ target: [toldSuspensions.scope, toldSuspensions.id], set: { body } })
      .run()
}

const at = ({ scope, id }: BreakerPlace) => and(eq(breakers.scope, scope), eq(breakers.id, id))
