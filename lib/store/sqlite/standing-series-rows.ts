import { type SQL, sql } from 'drizzle-orm'
import { PRICE_UNITS, type PriceUnit } from '@/lib/domain/pipeline'
import { parsePrice } from '@/lib/domain/price'
import type { Span } from '@/lib/history/history-window'
import type { OfferPlace, OffersPage } from '../probe-roll-ups'
import type { AmountSpan, PriceSpans, StandingScope } from '../standing-series'
import type { SqliteDatabase } from './open-database'
import { turnOfOthers } from './turn-of-others'

/** Which terms, `term`, of which offering, `offering`, are of the scope. */
function isOf({ kind, id }: StandingScope): SQL {
  switch (kind) {
    case 'network':
      return sql`true`
    case 'offering':
      return sql`offering.key = ${id}`
    case 'model':
      // What names no model is called by its pipeline.
      return sql`(term.model = ${id} or (term.model is null and offering.pipeline = ${id}))`
    case 'orchestrator':
      return sql`term.orchestrator = ${id}`
    case 'node':
      return sql`offering.node_id = (select id from nodes where uri = ${id})`
    case 'gpu':
      return sql`term.gpu = ${id}`
  }
}

/** Read without a break in between: a few ms. */
const ROWS_PER_STEP = 2_000

/** The columns of all terms of a scope that stood in a span and meet a condition, in steps. */
async function readTerms<Row>(
  db: SqliteDatabase,
  { columns, scope, span, isMet }: { columns: SQL; scope: StandingScope; span: Span; isMet: SQL },
): Promise<Row[]> {
  interface Place {
    readonly termId: number
    readonly endAt: number | null
  }
  const rows: Row[] = []
  const seen = new Set<number>()
  /** From one place to the next, until there are no more. */
  const readAll = async (tables: SQL, after: (place: Place) => SQL, from: Place, order: SQL) => {
    for (let place = from; ; await turnOfOthers()) {
      const found = db.all<Row & Place>(sql`
        select term.id as termId, term.to_at as endAt, ${columns} from ${tables}
        where ${isOf(scope)} and ${isMet} and term.from_at < ${span.to} and ${after(place)}
        order by ${order} limit ${ROWS_PER_STEP}`)
      for (const row of found) if (!seen.has(row.termId)) rows.push(row)
      for (const { termId } of found) seen.add(termId)
      const last = found.at(-1)
      if (!last || found.length < ROWS_PER_STEP) return
      place = last
    }
  }
  if (scope.kind !== 'network') {
    const tables = sql`offering_terms as term join offerings as offering on offering.id = term.offering_id`
    const after = ({ termId }: Place) =>
      sql`(term.to_at is null or term.to_at > ${span.from}) and term.id > ${termId}`
    await readAll(tables, after, { termId: 0, endAt: null }, sql`term.id`)
    return rows
  }
  // An index holds them by their ends, so that a day costs what stood in it. What stands comes first, so that none is
  // missed that ends meanwhile.
  const tables = sql`offering_terms as term indexed by offering_terms_by_end
    cross join offerings as offering on offering.id = term.offering_id`
  const standing = ({ termId }: Place) => sql`term.to_at is null and term.id > ${termId}`
  await readAll(tables, standing, { termId: 0, endAt: null }, sql`term.id`)
  const ended = ({ termId, endAt }: Place) => sql`(term.to_at, term.id) > (${endAt}, ${termId})`
  await readAll(tables, ended, { termId: LAST_ID, endAt: span.from }, sql`term.to_at, term.id`)
  return rows
}

/** Beyond all that SQLite gives. */
const LAST_ID = Number.MAX_SAFE_INTEGER

export async function readPriceSpans(
  db: SqliteDatabase,
  scope: StandingScope,
  span: Span,
  limit: number,
): Promise<{ series: PriceSpans[]; leftOut: number }> {
  interface PriceRow {
    readonly pipeline: string
    readonly model: string | null
    readonly unit: string
    readonly offeringId: number
    readonly fromAt: number
    readonly endAt: number | null
    readonly wei: string
    readonly perUnits: string
  }
  const rows = await readTerms<PriceRow>(db, {
    columns: sql`offering.pipeline as pipeline, term.model as model, term.unit as unit,
      term.offering_id as offeringId, term.from_at as fromAt, term.price_wei as wei,
      term.price_per_units as perUnits`,
    scope,
    span,
    isMet: sql`term.price_wei is not null`,
  })
  const groups = new Map<string, { about: PriceRow; offerings: Set<number>; rows: PriceRow[] }>()
  for (const row of rows) {
    const key = JSON.stringify([row.pipeline, row.model, row.unit])
    const known = groups.get(key) ?? { about: row, offerings: new Set(), rows: [] }
    known.offerings.add(row.offeringId)
    known.rows.push(row)
    groups.set(key, known)
  }
  const sorted = [...groups]
    .sort(([a, ofA], [b, ofB]) => ofB.offerings.size - ofA.offerings.size || (a < b ? -1 : 1))
    .map(([, group]) => group)
  return {
    series: sorted.slice(0, limit).map(({ about, offerings, rows: own }) => ({
      pipeline: about.pipeline,
      model: about.model,
      unit: ownUnit(about.unit),
      offerings: offerings.size,
      spans: own.flatMap(({ fromAt, endAt, wei, perUnits }) => {
        const price = parsePrice(BigInt(wei), BigInt(perUnits))
        return price ? [{ from: fromAt, to: endAt, price }] : []
      }),
    })),
    leftOut: Math.max(0, sorted.length - limit),
  }
}

export async function readCapacitySpans(
  db: SqliteDatabase,
  scope: StandingScope,
  span: Span,
  most: number,
): Promise<AmountSpan[]> {
  const rows = await readTerms<Omit<AmountSpan, 'from' | 'to'> & { fromAt: number; endAt: number | null }>(
    db,
    {
      columns: sql`term.from_at as fromAt, term.capacity as amount, term.offering_id as statedBy`,
      scope,
      span,
      isMet: sql`term.capacity between 0 and ${most}`,
    },
  )
  return rows.map(({ fromAt, endAt, amount, statedBy }) => ({ from: fromAt, to: endAt, amount, statedBy }))
}

export const readCardSpans = (
  db: SqliteDatabase,
  { nodeUris, name }: { nodeUris: readonly string[] | null; name: string | null },
  span: Span,
): AmountSpan[] =>
  db
    .all<AmountSpan & { readonly startAt: number; readonly endAt: number | null }>(sql`
      select cards.from_at as startAt, cards.to_at as endAt, cards.count as amount, cards.node_id as statedBy
      from node_gpus as cards
      where cards.from_at < ${span.to} and (cards.to_at is null or cards.to_at > ${span.from})
      ${name === null ? sql`` : sql`and cards.name = ${name}`}
      ${nodeUris === null ? sql`` : sql`and cards.node_id in (select id from nodes where uri in (select value from json_each(${JSON.stringify(nodeUris)})))`}`)
    .map(({ startAt, endAt, amount, statedBy }) => ({ from: startAt, to: endAt, amount, statedBy }))

export function readNodesOf(db: SqliteDatabase, scope: StandingScope, limit: number): string[] {
  const found =
    scope.kind === 'node'
      ? sql`select uri from nodes where uri = ${scope.id}`
      : sql`select uri from nodes where id in (
          select distinct offering.node_id
          from offering_terms as term join offerings as offering on offering.id = term.offering_id
          where ${isOf(scope)} limit ${limit}
        ) order by uri`
  return db.all<{ uri: string }>(found).map(({ uri }) => uri)
}

interface OfferRow {
  readonly id: number
  readonly toAt: number | null
  readonly nodeUri: string
  readonly name: string
}

/**
 * First what stands, then what has ended since: so none is missed that ends while the pages are read. Both lie together
 * in an index.
 */
export function readOffers(
  db: SqliteDatabase,
  kind: 'model' | 'gpu',
  { span, after, limit }: { span: Span; after: OfferPlace | null; limit: number },
): OffersPage {
  const { from, to } = span
  const [name, rows] =
    kind === 'model'
      ? [
          sql`coalesce(stood.model, offering.pipeline)`,
          sql`offering_terms as stood cross join offerings as offering on offering.id = stood.offering_id
            cross join nodes as node on node.id = offering.node_id`,
        ]
      : [sql`stood.name`, sql`node_gpus as stood cross join nodes as node on node.id = stood.node_id`]
  const read = (isMet: SQL, order: SQL): OfferRow[] =>
    db.all<OfferRow>(sql`
      select stood.id as id, stood.to_at as toAt, node.uri as nodeUri, ${name} as name
      from ${rows} where ${isMet} and stood.from_at < ${to} order by ${order} limit ${limit}`)
  const isStanding = after === null || after.toAt === null
  const found = isStanding
    ? read(sql`stood.to_at is null and stood.id > ${after?.id ?? 0}`, sql`stood.id`)
    : read(sql`(stood.to_at, stood.id) > (${after.toAt}, ${after.id})`, sql`stood.to_at, stood.id`)
  const last = found.at(-1)
  const ofEnded = isStanding ? { toAt: from, id: Number.MAX_SAFE_INTEGER } : null
  return {
    offers: found.map(({ nodeUri, name }) => ({ nodeUri, name })),
    next: found.length === limit && last ? { toAt: last.toAt, id: last.id } : ofEnded,
  }
}

/** A unit that another version wrote and this one does not know is nobody's. */
const ownUnit = (unit: string): PriceUnit => PRICE_UNITS.find((known) => known === unit) ?? 'unit'
