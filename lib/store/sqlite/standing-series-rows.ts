import { type SQL, sql } from 'drizzle-orm'
import { PRICE_UNITS, type PriceUnit } from '@/lib/domain/pipeline'
import { parsePrice } from '@/lib/domain/price'
import type { Span } from '@/lib/history/history-window'
import type { OfferPlace, OffersPage } from '../probe-roll-ups'
import type { AmountSpan, PriceSpans, StandingScope } from '../standing-series'
import type { SqliteDatabase } from './open-database'

/** Terms of the scope, `term`, with the offering they are of, `offering`. */
function termsOf({ kind, id }: StandingScope): SQL {
  const joined = sql`from offering_terms as term join offerings as offering on offering.id = term.offering_id`
  switch (kind) {
    case 'network':
      return sql`${joined} where true`
    case 'offering':
      return sql`${joined} where offering.key = ${id}`
    case 'model':
      // What names no model is called by its pipeline.
      return sql`${joined} where (term.model = ${id} or (term.model is null and offering.pipeline = ${id}))`
    case 'orchestrator':
      return sql`${joined} where term.orchestrator = ${id}`
    case 'node':
      return sql`${joined} where offering.node_id = (select id from nodes where uri = ${id})`
    case 'gpu':
      return sql`${joined} where term.gpu = ${id}`
  }
}

const standsIn = (table: 'term' | 'cards', { from, to }: Span): SQL => {
  const [fromAt, toAt] = [sql.raw(`${table}.from_at`), sql.raw(`${table}.to_at`)]
  return sql`${fromAt} < ${to} and (${toAt} is null or ${toAt} > ${from})`
}

export function readPriceSpans(
  db: SqliteDatabase,
  scope: StandingScope,
  span: Span,
  limit: number,
): { series: PriceSpans[]; leftOut: number } {
  const rows = db.all<{
    pipeline: string
    model: string | null
    unit: string
    offeringId: number
    fromAt: number
    toAt: number | null
    wei: string
    perUnits: string
  }>(sql`
    select offering.pipeline as pipeline, term.model as model, term.unit as unit, term.offering_id as offeringId,
      term.from_at as fromAt, term.to_at as toAt, term.price_wei as wei, term.price_per_units as perUnits
    ${termsOf(scope)} and term.price_wei is not null and ${standsIn('term', span)}`)
  const groups = new Map<
    string,
    { about: (typeof rows)[number]; offerings: Set<number>; rows: typeof rows }
  >()
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
      spans: own.flatMap(({ fromAt, toAt, wei, perUnits }) => {
        const price = parsePrice(BigInt(wei), BigInt(perUnits))
        return price ? [{ from: fromAt, to: toAt, price }] : []
      }),
    })),
    leftOut: Math.max(0, sorted.length - limit),
  }
}

export const readCapacitySpans = (
  db: SqliteDatabase,
  scope: StandingScope,
  span: Span,
  most: number,
): AmountSpan[] =>
  db
    .all<AmountSpan & { readonly startAt: number; readonly endAt: number | null }>(sql`
      select term.from_at as startAt, term.to_at as endAt, term.capacity as amount, term.offering_id as statedBy
      ${termsOf(scope)} and term.capacity between 0 and ${most} and ${standsIn('term', span)}`)
    .map(({ startAt, endAt, amount, statedBy }) => ({ from: startAt, to: endAt, amount, statedBy }))

export const readCardSpans = (
  db: SqliteDatabase,
  { nodeUris, name }: { nodeUris: readonly string[] | null; name: string | null },
  span: Span,
): AmountSpan[] =>
  db
    .all<AmountSpan & { readonly startAt: number; readonly endAt: number | null }>(sql`
      select cards.from_at as startAt, cards.to_at as endAt, cards.count as amount, cards.node_id as statedBy
      from node_gpus as cards
      where ${standsIn('cards', span)}
      ${name === null ? sql`` : sql`and cards.name = ${name}`}
      ${nodeUris === null ? sql`` : sql`and cards.node_id in (select id from nodes where uri in (select value from json_each(${JSON.stringify(nodeUris)})))`}`)
    .map(({ startAt, endAt, amount, statedBy }) => ({ from: startAt, to: endAt, amount, statedBy }))

export function readNodesOf(db: SqliteDatabase, scope: StandingScope, limit: number): string[] {
  const found =
    scope.kind === 'node'
      ? sql`select uri from nodes where uri = ${scope.id}`
      : sql`select uri from nodes where id in (select distinct offering.node_id ${termsOf(scope)} limit ${limit}) order by uri`
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
