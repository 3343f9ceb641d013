import { type SQL, sql } from 'drizzle-orm'
import { PRICE_UNITS, type PriceUnit } from '@/lib/domain/pipeline'
import { parsePrice } from '@/lib/domain/price'
import type { Span } from '@/lib/history/history-window'
import type { OfferedSpan } from '@/lib/history/standing-supply'
import { turnOfOthers } from '@/lib/turn-of-others'
import type { OfferPlace, OffersPage } from '../probe-roll-ups'
import type { AmountSpan, PriceSpans, StandingScope } from '../standing-series'
import type { SqliteDatabase } from './open-database'

/** Read without a break in between: a few ms. */
const ROWS_PER_STEP = 2_000
const OFFERINGS_PER_STEP = 100

interface Place {
  readonly termId: number
  readonly fromAt: number
  /** Null: it still stands. */
  readonly endAt: number | null
}

/**
 * The columns of all terms of a scope that stood in a span. Each walk follows an index in steps, and what is not meant is
 * left out here: so a step is as long as it is, however little of it is.
 */
async function readTerms<Row extends object>(
  db: SqliteDatabase,
  scope: StandingScope,
  { columns, span, isMeant }: { columns: SQL; span: Span; isMeant: (row: Row) => boolean },
): Promise<(Row & Place)[]> {
  const rows: (Row & Place)[] = []
  const seen = new Set<number>()
  const take = (found: readonly (Row & Place)[]) => {
    for (const row of found) {
      const stood = row.fromAt < span.to && (row.endAt === null || row.endAt > span.from)
      if (!stood || seen.has(row.termId) || !isMeant(row)) continue
      seen.add(row.termId)
      rows.push(row)
    }
  }
  const select = sql`select term.id as termId, term.from_at as fromAt, term.to_at as endAt, ${columns}`
  const walk = async (tables: SQL, first: Place, { after, order }: Walk) => {
    for (let place = first; ; await turnOfOthers()) {
      const found = db.all<Row & Place>(
        sql`${select} from ${tables} where ${after(place)} order by ${order} limit ${ROWS_PER_STEP}`,
      )
      take(found)
      const last = found.at(-1)
      if (!last || found.length < ROWS_PER_STEP) return
      place = last
    }
  }
  const offerings = offeringsOf(db, scope)
  for (let first = 0; first < offerings.length; first += OFFERINGS_PER_STEP) {
    await turnOfOthers()
    const ids = JSON.stringify(offerings.slice(first, first + OFFERINGS_PER_STEP))
    take(
      db.all<Row & Place>(sql`
        ${select} from json_each(${ids}) as asked
        cross join offerings as offering on offering.id = asked.value
        cross join offering_terms as term indexed by offering_terms_by_offering on term.offering_id = offering.id
        where term.from_at < ${span.to}`),
    )
  }
  const column = COLUMNS[scope.kind]
  const joined = sql`cross join offerings as offering on offering.id = term.offering_id`
  if (column)
    await walk(sql`offering_terms as term ${joined}`, START, {
      after: ({ fromAt, termId }) =>
        sql`term.${sql.raw(column)} = ${scope.id} and (term.from_at, term.id) > (${fromAt}, ${termId}) and term.from_at < ${span.to}`,
      order: sql`term.from_at, term.id`,
    })
  if (scope.kind !== 'network') return rows
  // By their ends, so that a day costs what stood in it. What stands comes first, so that none is missed that ends
  // meanwhile.
  const byEnd = sql`offering_terms as term indexed by offering_terms_by_end ${joined}`
  await walk(byEnd, START, {
    after: ({ termId }) => sql`term.to_at is null and term.id > ${termId}`,
    order: sql`term.id`,
  })
  await walk(
    byEnd,
    { ...START, termId: LAST_ID, endAt: span.from },
    {
      after: ({ termId, endAt }) => sql`(term.to_at, term.id) > (${endAt}, ${termId})`,
      order: sql`term.to_at, term.id`,
    },
  )
  return rows
}

interface Walk {
  readonly after: (place: Place) => SQL
  readonly order: SQL
}

const START: Place = { termId: 0, fromAt: Number.MIN_SAFE_INTEGER, endAt: null }
/** Beyond all that SQLite gives. */
const LAST_ID = Number.MAX_SAFE_INTEGER

/** Scopes that a column of the terms tells, which an index begins with. */
const COLUMNS: Readonly<Partial<Record<StandingScope['kind'], string>>> = {
  model: 'model',
  orchestrator: 'orchestrator',
  gpu: 'gpu',
}

/** The offerings of scopes that those tell. */
function offeringsOf(db: SqliteDatabase, { kind, id }: StandingScope): number[] {
  const isOf =
    kind === 'offering'
      ? sql`key = ${id}`
      : kind === 'node'
        ? sql`node_id = (select id from nodes where uri = ${id})`
        : // What names no model is called by its pipeline; AI offerings always name one.
          kind === 'model' && sql`pipeline = ${id} and kind <> 'ai'`
  return isOf ? db.all<{ id: number }>(sql`select id from offerings where ${isOf}`).map((row) => row.id) : []
}

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
    /** Null, both, without a usable price. */
    readonly wei: string | null
    readonly perUnits: string | null
  }
  const rows = await readTerms<PriceRow>(db, scope, {
    columns: sql`offering.pipeline as pipeline, term.model as model, term.unit as unit,
      term.offering_id as offeringId, term.price_wei as wei, term.price_per_units as perUnits`,
    span,
    isMeant: ({ wei }) => wei !== null,
  })
  const groups = new Map<string, { about: PriceRow; offerings: Set<number>; rows: (PriceRow & Place)[] }>()
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
        const price = wei !== null && perUnits !== null && parsePrice(BigInt(wei), BigInt(perUnits))
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
  const rows = await readTerms<{ amount: number | null; statedBy: number }>(db, scope, {
    columns: sql`term.capacity as amount, term.offering_id as statedBy`,
    span,
    isMeant: ({ amount }) => amount !== null && amount >= 0 && amount <= most,
  })
  return rows.map(({ fromAt, endAt, amount, statedBy }) => ({
    from: fromAt,
    to: endAt,
    amount: amount ?? 0,
    statedBy,
  }))
}

export async function readOfferedSpans(
  db: SqliteDatabase,
  scope: StandingScope,
  span: Span,
): Promise<OfferedSpan[]> {
  const rows = await readTerms<{ state: string; model: string | null; orchestrator: string | null }>(
    db,
    scope,
    {
      columns: sql`term.state as state, term.model as model, term.orchestrator as orchestrator`,
      span,
      isMeant: () => true,
    },
  )
  return rows.map(({ fromAt, endAt, state, model, orchestrator }) => ({
    from: fromAt,
    to: endAt,
    isWarm: state === 'warm',
    model,
    orchestrator,
  }))
}

/** In steps, each along an index; of single nodes at once, since each has a bounded number. */
export async function readCardSpans(
  db: SqliteDatabase,
  { nodeUris, name }: { nodeUris: readonly string[] | null; name: string | null },
  span: Span,
): Promise<AmountSpan[]> {
  interface CardRow extends Place {
    readonly amount: number
    readonly statedBy: number
  }
  const select = sql`select cards.id as termId, cards.from_at as fromAt, cards.to_at as endAt,
    cards.count as amount, cards.node_id as statedBy from node_gpus as cards`
  const spans: AmountSpan[] = []
  const take = (found: readonly CardRow[]) => {
    for (const { fromAt, endAt, amount, statedBy } of found)
      if (fromAt < span.to && (endAt === null || endAt > span.from))
        spans.push({ from: fromAt, to: endAt, amount, statedBy })
  }
  if (nodeUris !== null) {
    for (const uri of nodeUris) {
      take(db.all<CardRow>(sql`${select} where cards.node_id = (select id from nodes where uri = ${uri})`))
      await turnOfOthers()
    }
    return spans
  }
  const after =
    name === null
      ? ({ termId }: Place) => sql`cards.id > ${termId} order by cards.id`
      : ({ fromAt, termId }: Place) =>
          sql`cards.name = ${name} and (cards.from_at, cards.id) > (${fromAt}, ${termId}) order by cards.from_at, cards.id`
  for (let place = START; ; await turnOfOthers()) {
    const found = db.all<CardRow>(sql`${select} where ${after(place)} limit ${ROWS_PER_STEP}`)
    take(found)
    const last = found.at(-1)
    if (!last || found.length < ROWS_PER_STEP) return spans
    place = last
  }
}

export function readNodesOf(db: SqliteDatabase, scope: StandingScope, limit: number): string[] {
  if (scope.kind === 'node')
    return db.all<{ uri: string }>(sql`select uri from nodes where uri = ${scope.id}`).map(({ uri }) => uri)
  const column = COLUMNS[scope.kind]
  const ofColumn = column
    ? sql`select offering.node_id from offering_terms as term cross join offerings as offering
        on offering.id = term.offering_id where term.${sql.raw(column)} = ${scope.id} union`
    : sql``
  const offerings = JSON.stringify(offeringsOf(db, scope))
  return db
    .all<{ uri: string }>(sql`
      select uri from nodes where id in (
        select * from (${ofColumn} select node_id from offerings where id in (select value from json_each(${offerings})))
        limit ${limit}
      ) order by uri`)
    .map(({ uri }) => uri)
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
