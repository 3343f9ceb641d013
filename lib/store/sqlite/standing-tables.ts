import { and, eq, isNull, sql } from 'drizzle-orm'
import { nodeGpus, offerings, offeringTerms } from '@/drizzle/schema'
import type { StandingChange, StandingTerms } from '@/lib/domain/standing'
import type { SqliteDatabase } from './open-database'

type Change<K extends StandingChange['kind']> = Extract<StandingChange, { kind: K }>

/** The spans over which terms and numbers of cards stand. The first snapshot begins thousands of them at once. */
export class StandingTables {
  readonly #statements: ReturnType<typeof prepare>

  constructor(private readonly db: SqliteDatabase) {
    this.#statements = prepare(db)
  }

  /**
   * Ends the spans that a snapshot ended and begins those that it began, at the moment `at` (ms) it ended; `isWhole`: the
   * changes are everything that stands. To be called in a transaction.
   */
  write(
    changes: readonly StandingChange[],
    { at, isWhole, idOfNode }: { at: number; isWhole: boolean; idOfNode: (uri: string) => number },
  ): void {
    if (isWhole) {
      this.db.update(offeringTerms).set({ toAt: at }).where(isNull(offeringTerms.toAt)).run()
      this.db.update(nodeGpus).set({ toAt: at }).where(isNull(nodeGpus.toAt)).run()
    }
    const nodeIds = new Map<string, number>()
    for (const change of changes) {
      const nodeId = nodeIds.get(change.nodeUri) ?? idOfNode(change.nodeUri)
      nodeIds.set(change.nodeUri, nodeId)
      if (change.kind === 'terms') this.#writeTerms(change, { at, nodeId })
      else this.#writeCount(change, { at, nodeId })
    }
  }

  #writeTerms({ offering, terms }: Change<'terms'>, { at, nodeId }: { at: number; nodeId: number }): void {
    const { findOffering, addOffering, endTerms, addTerms } = this.#statements
    const { id: key, kind, pipeline } = offering
    const known = findOffering.get({ key })
    const { id: offeringId } = known ?? addOffering.get({ key, nodeId, kind, pipeline })
    if (known) endTerms.run({ offeringId, at })
    if (terms) addTerms.run({ offeringId, fromAt: at, ...columnsOf(terms) })
  }

  #writeCount({ name, count }: Change<'gpus'>, { at, nodeId }: { at: number; nodeId: number }): void {
    const { endCount, addCount } = this.#statements
    endCount.run({ nodeId, name, at })
    if (count > 0) addCount.run({ nodeId, name, fromAt: at, count })
  }
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

function prepare(db: SqliteDatabase) {
  const p = sql.placeholder
  return {
    findOffering: db
      .select({ id: offerings.id })
      .from(offerings)
      .where(eq(offerings.key, p('key')))
      .prepare(),
    addOffering: db
      .insert(offerings)
      .values({ key: p('key'), nodeId: p('nodeId'), kind: p('kind'), pipeline: p('pipeline') })
      .returning({ id: offerings.id })
      .prepare(),
    endTerms: db
      .update(offeringTerms)
      .set({ toAt: sql`${p('at')}` })
      .where(and(eq(offeringTerms.offeringId, p('offeringId')), isNull(offeringTerms.toAt)))
      .prepare(),
    addTerms: db
      .insert(offeringTerms)
      .values({
        offeringId: p('offeringId'),
        fromAt: p('fromAt'),
        model: p('model'),
        orchestrator: p('orchestrator'),
        gpu: p('gpu'),
        state: p('state'),
        priceWei: p('priceWei'),
        pricePerUnits: p('pricePerUnits'),
        unit: p('unit'),
        priceProblem: p('priceProblem'),
        capacity: p('capacity'),
      })
      .prepare(),
    endCount: db
      .update(nodeGpus)
      .set({ toAt: sql`${p('at')}` })
      .where(and(eq(nodeGpus.nodeId, p('nodeId')), eq(nodeGpus.name, p('name')), isNull(nodeGpus.toAt)))
      .prepare(),
    addCount: db
      .insert(nodeGpus)
      .values({ nodeId: p('nodeId'), name: p('name'), fromAt: p('fromAt'), count: p('count') })
      .prepare(),
  }
}
