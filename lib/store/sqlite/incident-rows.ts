import { and, desc, eq, gte, inArray, isNotNull, isNull, lt, lte, or } from 'drizzle-orm'
import { incidents, nodes } from '@/drizzle/schema'
import type { EthAddress } from '@/lib/domain/eth-address'
import type { Incident, IncidentEnd } from '@/lib/domain/incident'
import { isReached, type OutcomeKind } from '@/lib/domain/outcome'
import { abandoned, nextIncident } from '@/lib/snapshot/next-incident'
import type { FoldedSnapshot } from '@/lib/snapshot/snapshot'
import type { IncidentQuery, StoredIncident } from '../store'
import type { SqliteDatabase } from './open-database'

type Reads = Pick<SqliteDatabase, 'select'>
type Transaction = Parameters<Parameters<SqliteDatabase['transaction']>[0]>[0]

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
  for (const observation of observations) {
    const known = open.get(observation.uri)
    open.delete(observation.uri)
    const before = known ? toIncident(known) : null
    // Only where one might be opened does it matter when the one before was closed.
    const isSilent = before === null && !isReached(observation.kind)
    const nodeId = known?.nodeId ?? (isSilent ? idOfNode(observation.uri) : null)
    const previousClosedAt = isSilent && nodeId !== null ? lastClosedAt(tx, nodeId) : null
    const next = nextIncident(before, observation, { endedAt, previousClosedAt })
    if (next !== before)
      keep(tx, { id: known?.id ?? null, nodeId: nodeId ?? idOfNode(observation.uri) }, next)
  }
  for (const { id, nodeId, ...row } of open.values())
    keep(tx, { id, nodeId }, abandoned(toIncident(row), endedAt))
}

/** `id` is null for one that is new; an incident that is null comes to nothing. */
function keep(
  tx: Transaction,
  { id, nodeId }: { id: number | null; nodeId: number },
  incident: Incident | null,
): void {
  if (incident === null) {
    if (id !== null) tx.delete(incidents).where(eq(incidents.id, id)).run()
    return
  }
  const { outcomes, ...about } = incident
  const columns = { ...about, nodeId, outcomes: JSON.stringify(outcomes) }
  if (id === null) tx.insert(incidents).values(columns).run()
  else tx.update(incidents).set(columns).where(eq(incidents.id, id)).run()
}

const lastClosedAt = (db: Reads, nodeId: number): number | null =>
  db
    .select({ closedAt: incidents.closedAt })
    .from(incidents)
    .where(eq(incidents.nodeId, nodeId))
    .orderBy(desc(incidents.id))
    .limit(1)
    .get()?.closedAt ?? null

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
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const select = (db: Reads) =>
  db
    .select({
      id: incidents.id,
      nodeId: incidents.nodeId,
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

type Row = Omit<NonNullable<ReturnType<ReturnType<typeof select>['get']>>, 'id' | 'nodeId'>

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
