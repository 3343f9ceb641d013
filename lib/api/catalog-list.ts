import type { Catalog } from '@/lib/catalog/catalog'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import type { Bytes } from './document'
import { joinBytes } from './join-bytes'
import { type ListDocOptions, listDoc } from './list-doc'
import { applyListQuery, type ListResult } from './listing/apply-list-query'
import { formatListQuery } from './listing/format-list-query'
import { createListIndex, createRankedIndex, type ListIndex } from './listing/list-index'
import type { ListQuery } from './listing/list-query'
import type { ListSchema } from './listing/list-schema'
import { type ListQueryResult, parseListQuery } from './listing/parse-list-query'
import { pickFields } from './listing/pick-fields'
import type { Ranks } from './listing/ranks'
import { toCsv } from './listing/to-csv'
import type { OperationDoc } from './operation-doc'
import { ethUsdToDto, snapshotToDto } from './to-dto'

/** One list of the API over one look at the network. */
export interface CatalogList {
  /** The last segment of its path, and the key of its rows. */
  readonly name: string
  readonly doc: OperationDoc
  /** Whether `policy=` names what holds besides. */
  readonly takesPolicy: boolean
  /** `base` is what a policy says; null: there is none. */
  parse(params: URLSearchParams, base: ListQuery | null): ListQueryResult
  /** Equal questions have equal keys. */
  keyOf(query: ListQuery): string
  /** The answer in the format that was asked for. */
  content(catalog: Catalog, query: ListQuery, quote: EthUsdQuote | null): string | Bytes
}

/** A list whose rows others look at, too. */
export interface RowList<Row> extends CatalogList {
  result(catalog: Catalog, query: ListQuery, options?: { facets?: readonly string[] }): ListResult<Row>
}

/** What the DTOs of one answer have in common. */
export interface RowContext {
  readonly snapshot: Snapshot
  readonly quote: EthUsdQuote | null
  readonly include: readonly string[]
}

export interface CatalogListOptions<Row> {
  readonly doc: ListDocOptions
  readonly schema: ListSchema<Row>
  readonly rows: (catalog: Catalog) => readonly Row[]
  /** Exactly the keys of `doc.row`; what is not among `include` is left out where it is optional. */
  readonly toDto: (row: Row, context: RowContext) => object
  /** Keys of the DTO for fields whose value stands under another name. */
  readonly dtoKeys?: Readonly<Record<string, string>>
  /** Where the endpoint has parameters of its own. */
  readonly parse?: (params: URLSearchParams, base: ListQuery | null) => ListQueryResult
  /** Default: no. */
  readonly takesPolicy?: boolean
  /** What stands beside the rows. */
  readonly beside?: (catalog: Catalog) => object
}

export function createCatalogList<Row extends object>({
  doc,
  schema,
  rows,
  toDto,
  dtoKeys = {},
  parse = (params) => parseListQuery(params, schema),
  takesPolicy = false,
  beside = () => ({}),
}: CatalogListOptions<Row>): RowList<Row> {
  const { name } = schema
  // A catalog is asked many questions; its rows are made ready for the first, and each is written once.
  const indexes = new WeakMap<Catalog, ListIndex<Row>>()
  const indexOf = (catalog: Catalog): ListIndex<Row> => {
    const known = indexes.get(catalog) ?? createListIndex(rows(catalog), schema)
    indexes.set(catalog, known)
    return known
  }
  // Ranks are of the rows of one catalog.
  const rankedIndexes = new WeakMap<Ranks, ListIndex<Row>>()
  const indexFor = (catalog: Catalog, { ranks }: ListQuery): ListIndex<Row> => {
    if (!ranks) return indexOf(catalog)
    const known = rankedIndexes.get(ranks) ?? createRankedIndex(indexOf(catalog), ranks)
    rankedIndexes.set(ranks, known)
    return known
  }
  const written = createWrittenRows(toDto)
  return {
    name,
    doc: listDoc(schema, doc),
    takesPolicy,
    parse,
    result: (catalog, query, options) => applyListQuery(indexFor(catalog, query), query, options),
    keyOf: (query) => `${name} ${formatListQuery(query, schema)}`,
    content(catalog, query, quote) {
      const result = applyListQuery(indexFor(catalog, query), query)
      if (query.format === 'csv') return toCsv(result.rows, schema, query.fields)
      const keys = query.fields?.map((field) => dtoKeys[field] ?? field) ?? null
      const { snapshot } = catalog
      const { include } = query
      const context = { snapshot, quote, include }
      const isWhole = keys === null && include.length === 0
      const jsons = result.rows.map((row) =>
        isWhole
          ? written(row, context)
          : Buffer.from(JSON.stringify(pickFields(toDto(row, context), keys && [...keys, ...include]))),
      )
      if (query.format === 'ndjson')
        return joinBytes(jsons, { head: '', between: '\n', tail: jsons.length > 0 ? '\n' : '' })
      const around = JSON.stringify({ ...envelope(result, { catalog, quote }), ...beside(catalog) })
      return joinBytes(jsons, {
        head: `${around.slice(0, -1)},${JSON.stringify(name)}:[`,
        between: ',',
        tail: ']}',
      })
    },
  }
}

/** The JSON of rows that are asked for again and again, for as long as the rate stands. */
function createWrittenRows<Row extends object>(toDto: (row: Row, context: RowContext) => object) {
  let jsons = new WeakMap<Row, Bytes>()
  let writtenAt: EthUsdQuote | null = null
  return (row: Row, context: RowContext): Bytes => {
    if (context.quote !== writtenAt) {
      jsons = new WeakMap()
      writtenAt = context.quote
    }
    const known = jsons.get(row) ?? Buffer.from(JSON.stringify(toDto(row, context)))
    jsons.set(row, known)
    return known
  }
}

/** What stands around the rows of every list. */
export const envelope = <Row>(
  { matched, total, nextCursor, emptiedBy, facets }: ListResult<Row>,
  { catalog, quote }: { catalog: Catalog; quote: EthUsdQuote | null },
) => ({
  snapshot: snapshotToDto(catalog.snapshot),
  eth_usd: ethUsdToDto(quote),
  count: matched,
  total,
  next_cursor: nextCursor,
  emptied_by: emptiedBy && [...emptiedBy],
  facets,
})
