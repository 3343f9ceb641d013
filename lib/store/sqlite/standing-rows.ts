import { and, eq, isNull } from 'drizzle-orm'
import { nodeGpus, offerings, offeringTerms } from '@/drizzle/schema'
import type { StandingChange, StandingTerms } from '@/lib/domain/standing'
import type { SqliteDatabase } from './open-database'

type Transaction = Parameters<Parameters<SqliteDatabase['transaction']>[0]>[0]

/** Ends the spans that a snapshot ended and begins those that it began, at the moment `at` (ms) it ended. */
export function writeStanding(
  tx: Transaction,
  changes: readonly StandingChange[],
  { at, isWhole, idOfNode }: { at: number; isWhole: boolean; idOfNode: (uri: string) => number },
): void {
  if (isWhole) {
    // Everything is begun anew: whatever stood before stands no more.
    tx.update(offeringTerms).set({ toAt: at }).where(isNull(offeringTerms.toAt)).run()
    tx.update(nodeGpus).set({ toAt: at }).where(isNull(nodeGpus.toAt)).run()
  }
  for (const change of changes)
    if (change.kind === 'terms') writeTerms(tx, change, { at, nodeId: idOfNode(change.nodeUri) })
    else writeCount(tx, change, { at, nodeId: idOfNode(change.nodeUri) })
}

function writeTerms(
  tx: Transaction,
  { offering, terms }: Extract<StandingChange, { kind: 'terms' }>,
  { at, nodeId }: { at: number; nodeId: number },
): void {
  const { id: key, kind, pipeline } = offering
  const known = tx.select({ id: offerings.id }).from(offerings).where(eq(offerings.key, key)).get()
  const { id: offeringId } =
    known ??
    tx.insert(offerings).values({ key, nodeId, kind, pipeline }).returning({ id: offerings.id }).get()
  tx.update(offeringTerms)
    .set({ toAt: at })
    .where(and(eq(offeringTerms.offeringId, offeringId), isNull(offeringTerms.toAt)))
    .run()
  if (terms)
    tx.insert(offeringTerms)
      .values({ offeringId, fromAt: at, ...columnsOf(terms) })
      .run()
}

const columnsOf = ({ price, ...terms }: StandingTerms) => ({
  ...terms,
  ...(price.kind === 'stated'
    ? {
        priceWei: price.price.wei.toString(),
        pricePerUnits: price.price.perUnits.toString(),
        priceProblem: null,
      }
    : { priceWei: null, pricePerUnits: null, priceProblem: price.kind }),
})

function writeCount(
  tx: Transaction,
  { name, count }: Extract<StandingChange, { kind: 'gpus' }>,
  { at, nodeId }: { at: number; nodeId: number },
): void {
  tx.update(nodeGpus)
    .set({ toAt: at })
    .where(and(eq(nodeGpus.nodeId, nodeId), eq(nodeGpus.name, name), isNull(nodeGpus.toAt)))
    .run()
  if (count > 0) tx.insert(nodeGpus).values({ nodeId, name, fromAt: at, count }).run()
}
