import { and, desc, eq, gte, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm'
import { incidents, nodes } from '@/drizzle/schema'
import type { EthAddress } from '@/lib/domain/eth-address'
import type { Incident, IncidentEnd } from '@/lib/domain/incident'
import { isReached, type OutcomeKind } from '@/lib/domain/outcome'
import { abandoned, nextIncident } from '@/lib/snapshot/next-incident'
import type { FoldedSnapshot } from '@/lib/snapshot/snapshot'
import { turnOfOthers } from '@/lib/turn-of-others'
import type { IncidentQuery, StoredIncident } from '../store'
import type { Reads, SqliteDatabase, Transaction } from './open-database'

/** Deleted without a break in between. */
const ROWS_PER_STEP = 500

/** Opens, continues and closes incidents by what a snapshot says of its nodes. */
export function writeIncidents(
  tx: Transaction,
  { nodes: observations, endedAt }: Pick<FoldedSnapshot, 'nodes' | 'endedAt'>,
  idOfNode: (uri: string) => number,
): void {
  const open = new Map(
    select(tx)
      .where(isNull(incidents.closedAt))
      .all()
      .map((row) => [row.uri, row]),
  )
  const statements = prepare(tx)
  /** `id` is null for one that is new; an incident that is null comes to nothing. */
  const keep = (id: number | null, uri: string, incident: Incident | null): void => {
    if (incident === null) {
      if (id !== null) statements.remove.run({ id })
      return
    }
    const columns = { ...incident, outcomes: JSON.stringify(incident.outcomes) }
    if (id === null) statements.insert.run({ ...columns, nodeId: idOfNode(uri) })
    else statements.update.run({ ...columns, id })
  }
  for (const observation of observations) {
    const { uri, kind } = observation
    const known = open.get(uri)
    open.delete(uri)
    const before = known ? toIncident(known) : null
    // Only where one might be opened does it matter when the one before was closed.
    const isBeginning = before === null && !isReached(kind)
    const previousClosedAt = isBeginning ? (statements.lastOf.get({ uri })?.closedAt ?? null) : null
    const next = nextIncident(before, observation, { endedAt, previousClosedAt })
    if (next !== before) keep(known?.id ?? null, uri, next)
  }
  for (const row of open.values()) keep(row.id, row.uri, abandoned(toIncident(row), endedAt))
}

/** When our own way out fails, every node fails at once. */
function prepare(tx: Transaction) {
  const p = sql.placeholder
  return {
    insert: tx
      .insert(incidents)
      .values({
        nodeId: p('nodeId'),
        openedAt: p('openedAt'),
        detectedAt: p('detectedAt'),
        closedAt: p('closedAt'),
        closedBy: p('closedBy'),
        orchestrator: p('orchestrator'),
        outcomes: p('outcomes'),
        detail: p('detail'),
        failedProbes: p('failedProbes'),
        probedAt: p('probedAt'),
      })
      .prepare(),
    update: tx
      .update(incidents)
      .set({
        detectedAt: sql`${p('detectedAt')}`,
        closedAt: sql`${p('closedAt')}`,
        closedBy: sql`${p('closedBy')}`,
        orchestrator: sql`${p('orchestrator')}`,
        outcomes: sql`${p('outcomes')}`,
        detail: sql`${p('detail')}`,
        failedProbes: sql`${p('failedProbes')}`,
        probedAt: sql`${p('probedAt')}`,
      })
      .where(eq(incidents.id, p('id')))
      .prepare(),
    remove: tx
      .delete(incidents)
      .where(eq(incidents.id, p('id')))
      .prepare(),
    lastOf: tx
      .select({ closedAt: incidents.closedAt })
      .from(incidents)
      .innerJoin(nodes, eq(nodes.id, incidents.nodeId))
      .where(eq(nodes.uri, p('uri')))
      .orderBy(desc(incidents.id))
      .limit(1)
      .prepare(),
  }
}

/** As the interface says. */
export function readIncidents(
  db: Reads,
  { state, nodeUris, orchestrators, from, to, before, limit }: IncidentQuery,
): StoredIncident[] {
  const conditions = [
    isNotNull(incidents.detectedAt),
    state && (state === 'open' ? isNull(incidents.closedAt) : isNotNull(incidents.closedAt)),
    nodeUris && inArray(nodes.uri, [...nodeUris]),
    orchestrators && inArray(incidents.orchestrator, [...orchestrators]),
    from === null ? null : or(isNull(incidents.closedAt), gte(incidents.closedAt, from)),
    to === null ? null : lte(incidents.openedAt, to),
    before === null ? null : lt(incidents.id, before),
  ]
  return select(db)
    .where(and(...conditions.flatMap((condition) => condition ?? [])))
    .orderBy(desc(incidents.id))
    .limit(limit)
    .all()
    .map((row) => ({ id: row.id, nodeUri: row.uri, ...toIncident(row) }))
}

/** A few at a time, so that nobody waits. */
export async function forgetIncidents(db: SqliteDatabase, before: number): Promise<number> {
  let deleted = 0
  for (;;) {
    const some = db
      .select({ id: incidents.id })
      .from(incidents)
      .where(lt(incidents.closedAt, before))
      .limit(ROWS_PER_STEP)
    const { changes } = db.delete(incidents).where(inArray(incidents.id, some)).run()
    deleted += changes
    if (changes < ROWS_PER_STEP) return deleted
    await turnOfOthers()
  }
}

const select = (db: Reads) =>
  db
    .select({
      id: incidents.id,
      uri: nodes.uri,
      openedAt: incidents.openedAt,
      detectedAt: incidents.detectedAt,
      closedAt: incidents.closedAt,
      closedBy: incidents.closedBy,
      orchestrator: incidents.orchestrator,
      outcomes: incidents.outcomes,
      detail: incidents.detail,
      failedProbes: incidents.failedProbes,
      probedAt: incidents.probedAt,
    })
    .from(incidents)
    .innerJoin(nodes, eq(nodes.id, incidents.nodeId))

type Row = Omit<NonNullable<ReturnType<ReturnType<typeof select>['get']>>, 'id'>

const toIncident = ({ uri: _, ...row }: Row): Incident => ({
  openedAt: row.openedAt,
  detectedAt: row.detectedAt,
  closedAt: row.closedAt,
  closedBy: ownEnd(row.closedBy),
  orchestrator: ownAddress(row.orchestrator),
  outcomes: ownOutcomes(JSON.parse(row.outcomes)),
  detail: row.detail,
  failedProbes: row.failedProbes,
  probedAt: row.probedAt,
})

// What these columns hold was written by this file alone, from the very types they are read back as.
const ownEnd = (value: string | null): IncidentEnd | null => value as IncidentEnd | null
const ownAddress = (value: string | null): EthAddress | null => value as EthAddress | null
const ownOutcomes = (value: unknown): OutcomeKind[] => value as OutcomeKind[]
