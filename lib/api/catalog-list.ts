import type { Catalog } from '@/lib/catalog/catalog'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { type ListDocOptions, listDoc } from './list-doc'
import { applyListQuery, type ListResult } from './listing/apply-list-query'
import { formatListQuery } from './listing/format-list-query'
import type { ListQuery } from './listing/list-query'
import type { ListSchema } from './listing/list-schema'
import { type ListQueryResult, parseListQuery } from './listing/parse-list-query'
import { pickFields } from './listing/pick-fields'
import { toCsv } from './listing/to-csv'
import { toNdjson } from './listing/to-ndjson'
import type { OperationDoc } from './operation-doc'
import { ethUsdToDto, type Rate, snapshotToDto } from './to-dto'

/** One list of the API over one look at the network. */
export interface CatalogList {
  /** The last segment of its path, and the key of its rows. */
  readonly name: string
  readonly doc: OperationDoc
  parse(params: URLSearchParams): ListQueryResult
  /** Equal questions have equal keys. */
  keyOf(query: ListQuery): string
  /** The answer in the format that was asked for. */
  text(catalog: Catalog, query: ListQuery, quote: EthUsdQuote | null): string
}

export interface CatalogListOptions<Row> {
  readonly name: string
  readonly doc: Omit<ListDocOptions, 'name'>
  readonly schema: ListSchema<Row>
  readonly rows: (catalog: Catalog) => readonly Row[]
  readonly toDto: (row: Row, rate: Rate) => object
  /** Keys of the DTO for fields whose value stands under another name. */
  readonly dtoKeys?: Readonly<Record<string, string>>
  /** Where the endpoint has parameters of its own. */
  readonly parse?: (params: URLSearchParams) => ListQueryResult
  /** What stands beside the rows. */
  readonly beside?: (catalog: Catalog) => object
}

export function createCatalogList<Row>({
  name,
  doc,
  schema,
  rows,
  toDto,
  dtoKeys = {},
  parse = (params) => parseListQuery(params, schema),
  beside = () => ({}),
}: CatalogListOptions<Row>): CatalogList {
  // A catalog is asked many questions; its rows are made for the first.
  const made = new WeakMap<Catalog, readonly Row[]>()
  const rowsOf = (catalog: Catalog): readonly Row[] => {
    const known = made.get(catalog) ?? rows(catalog)
    made.set(catalog, known)
    return known
  }
  return {
    name,
    doc: listDoc(schema, { name, ...doc }),
    parse,
    keyOf: (query) => `${name} ${formatListQuery(query, schema)}`,
    text(catalog, query, quote) {
      const result = applyListQuery(rowsOf(catalog), query, schema)
      if (query.format === 'csv') return toCsv(result.rows, schema, query.fields)
      const keys = query.fields?.map((field) => dtoKeys[field] ?? field) ?? null
      const dtos = result.rows.map((row) => pickFields(toDto(row, quote?.rate ?? null), keys))
      if (query.format === 'ndjson') return toNdjson(dtos)
      return JSON.stringify({ ...envelope(result, { catalog, quote }), ...beside(catalog), [name]: dtos })
    },
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
