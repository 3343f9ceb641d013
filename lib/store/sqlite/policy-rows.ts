import { count, eq } from 'drizzle-orm'
import { policies, policyEdits } from '@/drizzle/schema'
import type { EditCondition, PolicyDeletion, PolicyWrite, StoredPolicy } from '../store'
import type { SqliteDatabase } from './open-database'

/** The table of one row has this one. */
const ONLY = 1

export const readPolicies = (db: SqliteDatabase): StoredPolicy[] =>
  db.select().from(policies).orderBy(policies.name).all()

export const readPolicyRevision = (db: Pick<SqliteDatabase, 'select'>): number =>
  db.select().from(policyEdits).get()?.revision ?? 0

export function writePolicy(
  db: SqliteDatabase,
  { name, body, at }: { name: string; body: string; at: number },
  { isMet, maxCount }: { isMet: EditCondition; maxCount: number },
): PolicyWrite {
  return db.transaction(
    (tx): PolicyWrite => {
      const known = tx.select().from(policies).where(eq(policies.name, name)).get()
      if (!isMet(known ?? null)) return { kind: 'conflict' }
      if (known?.body === body) return { kind: 'written', policy: known, isNew: false }
      const { n } = tx.select({ n: count() }).from(policies).get() ?? { n: 0 }
      if (!known && n >= maxCount) return { kind: 'full' }
      const policy = {
        name,
        body,
        revision: nextRevision(tx),
        createdAt: known?.createdAt ?? at,
        updatedAt: at,
      }
      tx.insert(policies).values(policy).onConflictDoUpdate({ target: policies.name, set: policy }).run()
      return { kind: 'written', policy, isNew: !known }
    },
    { behavior: 'immediate' },
  )
}

export function deletePolicy(db: SqliteDatabase, name: string, isMet: EditCondition): PolicyDeletion {
  return db.transaction(
    (tx): PolicyDeletion => {
      const known = tx.select().from(policies).where(eq(policies.name, name)).get()
      if (!isMet(known ?? null)) return 'conflict'
      if (!known) return 'absent'
      nextRevision(tx)
      tx.delete(policies).where(eq(policies.name, name)).run()
      return 'deleted'
    },
    { behavior: 'immediate' },
  )
}

function nextRevision(tx: Pick<SqliteDatabase, 'select' | 'insert'>): number {
  const revision = readPolicyRevision(tx) + 1
  tx.insert(policyEdits)
    .values({ id: ONLY, revision })
    .onConflictDoUpdate({ target: policyEdits.id, set: { revision } })
    .run()
  return revision
}
