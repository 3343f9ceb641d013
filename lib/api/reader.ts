import { type Catalog, createCatalog, summarize } from '@/lib/catalog/catalog'
import { filterOfferings } from '@/lib/catalog/filter-offerings'
import type { SweepStatus } from '@/lib/discovery/discovery'
import { expiresAt } from '@/lib/domain/freshness'
import { judgeAnswer } from '@/lib/domain/judge-answer'
import { OUTCOME_KINDS } from '@/lib/domain/outcome'
import { parseDecimalPrice } from '@/lib/domain/price'
import { networkCapabilitiesJson, orchestratorJson } from '@/lib/livepeer/go-json'
import type { Snapshot, SourceReport } from '@/lib/snapshot/snapshot'
import type { NodesDto, OfferingsDto, StatusDto, SummaryDto } from './contract'
import { createDocument, type Document } from './document'
import { formatOfferingFilters, type OfferingFilters } from './search-params'
import { isoMoment, nodeToDto, offeringToDto, snapshotToDto, summaryToDto } from './to-dto'

/** What the API knows of the world: the conductor's latest state. */
export interface ReadState {
  readonly snapshot: Snapshot | null
  readonly status: SweepStatus
  readonly sources: readonly SourceReport[]
}

/** Every question of the API, as data for pages and as bytes for HTTP. Null: nothing was ever collected. */
export interface Reader {
  networkCapabilities(): Document | null
  offerings(filters: OfferingFilters): OfferingsDto | null
  offeringsDocument(filters: OfferingFilters): Document | null
  nodes(): NodesDto | null
  nodesDocument(): Document | null
  summary(): SummaryDto | null
  summaryDocument(): Document | null
  status(): StatusDto
}

/** Filtered lists kept per snapshot; clients ask the same few again and again. */
const MAX_KEPT_LISTS = 64

export function createReader(
  state: ReadState,
  { now, version }: { now: () => number; version: string },
): Reader {
  let edition: Edition | null = null

  /** The current edition: a new one for every snapshot, and whenever an answer in it expires. */
  const current = (): Edition | null => {
    const { snapshot } = state
    if (snapshot === null) return null
    if (edition?.catalog.snapshot !== snapshot || now() > edition.expiresAt)
      edition = createEdition(snapshot, now())
    return edition
  }

  return {
    networkCapabilities: () => current()?.networkCapabilities() ?? null,
    offerings: (filters) => current()?.offerings(filters) ?? null,
    offeringsDocument: (filters) => current()?.offeringsDocument(filters) ?? null,
    nodes: () => current()?.nodes() ?? null,
    nodesDocument: () => current()?.nodesDocument() ?? null,
    summary: () => current()?.summary() ?? null,
    summaryDocument: () => current()?.summaryDocument() ?? null,
    status: () => statusToDto(state, version),
  }
}

/** All answers about one snapshot, each made at the first question and then kept. */
interface Edition {
  readonly catalog: Catalog
  /** When the first of its rows expires (ms). */
  readonly expiresAt: number
  networkCapabilities(): Document
  offerings(filters: OfferingFilters): OfferingsDto
  offeringsDocument(filters: OfferingFilters): Document
  nodes(): NodesDto
  nodesDocument(): Document
  summary(): SummaryDto
  summaryDocument(): Document
}

function createEdition(snapshot: Snapshot, now: number): Edition {
  const catalog = createCatalog(snapshot, now)
  const lists = new Map<string, Document>()
  const nodes = once(() => nodesToDto(catalog))
  const summary = once(() => summaryToDto(summarize(catalog), snapshot))
  const offerings = (filters: OfferingFilters): OfferingsDto => offeringsToDto(catalog, filters)
  return {
    catalog,
    expiresAt: Math.min(
      ...catalog.live.map(({ lastAnswer }) => expiresAt(lastAnswer.answeredAt, snapshot.cadenceMs)),
    ),
    networkCapabilities: once(() => createDocument(networkCapabilitiesJson(networkRows(catalog)))),
    offerings,
    offeringsDocument(filters) {
      const key = formatOfferingFilters(filters).toString()
      const document = lists.get(key) ?? createDocument(JSON.stringify(offerings(filters)))
      lists.delete(key)
      lists.set(key, document)
      const [oldest] = lists.keys()
      if (lists.size > MAX_KEPT_LISTS && oldest !== undefined) lists.delete(oldest)
      return document
    },
    nodes,
    nodesDocument: once(() => createDocument(JSON.stringify(nodes()))),
    summary,
    summaryDocument: once(() => createDocument(JSON.stringify(summary()))),
  }
}

/** The nodes that a gateway's poll would list: with a price and an address; a silent one with what it last said. */
const networkRows = ({ live }: Catalog): string[] =>
  live
    .filter(({ lastAnswer }) => judgeAnswer(lastAnswer.answer).kind === 'ok')
    .map(({ lastAnswer }) => orchestratorJson(lastAnswer.answer))

function offeringsToDto({ snapshot, offerings }: Catalog, filters: OfferingFilters): OfferingsDto {
  const maxPrice = filters.maxPriceWei === null ? null : parseDecimalPrice(filters.maxPriceWei)
  const filtered = filterOfferings(offerings, { ...filters, maxPrice })
  const { pipeline, model, gpu, state } = filtered.facets
  return {
    snapshot: snapshotToDto(snapshot),
    count: filtered.offerings.length,
    total: offerings.length,
    facets: { pipeline: [...pipeline], model: [...model], gpu: [...gpu], state: [...state] },
    offerings: filtered.offerings.map((offering) => offeringToDto(offering, snapshot)),
  }
}

function nodesToDto(catalog: Catalog): NodesDto {
  const { snapshot, offerings } = catalog
  const counts = new Map<string, number>()
  for (const { nodeUri } of offerings) counts.set(nodeUri, (counts.get(nodeUri) ?? 0) + 1)
  return {
    snapshot: snapshotToDto(snapshot),
    count: snapshot.nodes.length,
    outcomes: OUTCOME_KINDS.map((outcome) => ({
      outcome,
      count: snapshot.nodes.filter(({ kind }) => kind === outcome).length,
    })).filter(({ count }) => count > 0),
    nodes: snapshot.nodes.map((node) => nodeToDto(node, catalog, counts.get(node.uri) ?? 0)),
  }
}

function statusToDto({ snapshot, status, sources }: ReadState, version: string): StatusDto {
  return {
    snapshot: snapshot && snapshotToDto(snapshot),
    sweep: {
      state: status.state,
      settled: status.settled,
      total: status.total,
      next_at: status.nextAt === null ? null : isoMoment(status.nextAt),
      last_error: status.lastError,
    },
    sources: sources.map(({ name, count, readAt, error }) => ({
      name,
      count,
      read_at: readAt === null ? null : isoMoment(readAt),
      error,
    })),
    version,
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
