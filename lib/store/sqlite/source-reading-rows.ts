import { eq, max } from 'drizzle-orm'
import { sourceReadings } from '@/drizzle/schema'
import type { SourceReading } from '@/lib/domain/source-reading'
import type { StoredReading } from '../store'
import { digested } from './digested'
import type { SqliteDatabase } from './open-database'
import { fromStructuredJson } from './structured-json'

/** Bodies are large and mostly the same as before: those are only dated. */
export function writeSourceReadings(db: SqliteDatabase, readings: ReadonlyMap<string, SourceReading>): void {
  db.transaction(
    (tx) => {
      for (const [name, { entries, facts, readAt }] of readings) {
        if (readAt === null) continue
        const known = tx
          .select({ readAt: sourceReadings.readAt, digest: sourceReadings.digest })
          .from(sourceReadings)
          .where(eq(sourceReadings.name, name))
          .get()
        // What another process read later is not undone.
        if (known?.readAt != null && known.readAt >= readAt) continue
        const revision = (readSourceRevision(tx) ?? 0) + 1
        const { body, digest } = digested({ entries, facts })
        if (known?.digest.equals(digest))
          tx.update(sourceReadings).set({ readAt, revision }).where(eq(sourceReadings.name, name)).run()
        else
          tx.insert(sourceReadings)
            .values({ name, readAt, revision, body, digest })
            .onConflictDoUpdate({ target: sourceReadings.name, set: { readAt, revision, body, digest } })
            .run()
      }
    },
    { behavior: 'immediate' },
  )
}

export const readSourceReadings = (db: SqliteDatabase): Map<string, StoredReading> =>
  new Map(
    db
      .select()
      .from(sourceReadings)
      .all()
      .map(({ name, readAt, body }) => [name, { readAt, ...ownBody(fromStructuredJson(body)) }]),
  )

export const readSourceRevision = (db: Pick<SqliteDatabase, 'select'>): number | null =>
  db
    .select({ revision: max(sourceReadings.revision) })
    .from(sourceReadings)
    .get()?.revision ?? null

/** Safe because only this file writes the column, from the very type it is read back as. */
const ownBody = (value: unknown): Pick<SourceReading, 'entries' | 'facts'> =>
  value as Pick<SourceReading, 'entries' | 'facts'>
