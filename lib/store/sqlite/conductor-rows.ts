import { and, eq, gt, ne } from 'drizzle-orm'
import { conductors, sweepRequests } from '@/drizzle/schema'
import type { Lease } from '../store'
import type { SqliteDatabase } from './open-database'

/** The tables of one row have this one. */
const ONLY = 1

export function takeLease(
  db: SqliteDatabase,
  holder: string,
  { now, expiresAt }: { now: number; expiresAt: number },
): boolean {
  return db.transaction(
    (tx) => {
      const other = tx
        .select()
        .from(conductors)
        .where(and(ne(conductors.holder, holder), gt(conductors.expiresAt, now)))
        .get()
      if (other) return false
      tx.insert(conductors)
        .values({ id: ONLY, holder, expiresAt })
        .onConflictDoUpdate({ target: conductors.id, set: { holder, expiresAt } })
        .run()
      return true
    },
    { behavior: 'immediate' },
  )
}

export function readLease(db: SqliteDatabase): Lease | null {
  const { holder, expiresAt } = db.select().from(conductors).get() ?? {}
  return holder === undefined || expiresAt === undefined ? null : { holder, expiresAt }
}

export function dropLease(db: SqliteDatabase, holder: string): void {
  db.update(conductors).set({ expiresAt: 0 }).where(eq(conductors.holder, holder)).run()
}

export const holdsLease = (db: Pick<SqliteDatabase, 'select'>, holder: string): boolean =>
  db.select().from(conductors).where(eq(conductors.holder, holder)).get() !== undefined

export const readReport = (db: SqliteDatabase): string | null =>
  db.select().from(conductors).get()?.report ?? null

export function writeReport(db: SqliteDatabase, holder: string, report: string): void {
  db.update(conductors).set({ report }).where(eq(conductors.holder, holder)).run()
}

export function requestSweep(db: SqliteDatabase, requestedAt: number): void {
  db.insert(sweepRequests)
    .values({ id: ONLY, requestedAt })
    .onConflictDoUpdate({ target: sweepRequests.id, set: { requestedAt } })
    .run()
}

export const readSweepRequest = (db: SqliteDatabase): number | null =>
  db.select().from(sweepRequests).get()?.requestedAt ?? null
