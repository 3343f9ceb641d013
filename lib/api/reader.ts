import type { Catalog } from '@/lib/catalog/catalog'
import { NO_LIMITS, type PriceLimits } from '@/lib/catalog/discoverable-orchestrators'
import type { Offering } from '@/lib/catalog/offering'
import type { DiscoverQuery } from '@/lib/catalog/parse-discover-query'
import type { OrchestratorNames } from '@/lib/catalog/parse-names'
import type { SweepStatus } from '@/lib/discovery/conductor-report'
import type { HistoryLimits } from '@/lib/discovery/retention'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { NEVER_READ, type SourceReading } from '@/lib/domain/source-reading'
import type { Offer } from '@/lib/pricing/price-models'
import type { Pricing, Sold } from '@/lib/pricing/pricing'
import type { Snapshot, SourceReport } from '@/lib/snapshot/snapshot'
import type { Store } from '@/lib/store/store'
import type { StoreHealth } from '@/lib/store/store-health'
import type { CatalogList } from './catalog-list'
import { conflictsToDto } from './conflicts-to-dto'
import type { HealthDto } from './contract/health'
import type { NodesDto } from './contract/node-list'
import type { OfferingsDto } from './contract/offering-list'
import type { SourcesDto } from './contract/source'
import type { SourceDetailDto } from './contract/source-detail'
import type { StatusDto } from './contract/status'
import type { SummaryDto } from './contract/summary'
import { createDocument, createKeptDocument, type Document } from './document'
import {
  createEdition,
  type Edition,
  type EditionOptions,
  type PriceLatencyQuestion,
  type SingleKind,
  type WebhookList,
} from './edition'
import { findOffering, type Identified, type IdentifiedKind, identify } from './find-in-catalog'
import { gatewayMarginsToDto, gatewayOfferingsToDto } from './gateway-to-dto'
import { healthToDto, storeToDto } from './health-to-dto'
import type { ListQuery } from './listing/list-query'
import type { NodeQuery } from './node-query'
import { PastEditions } from './past-editions'
import type { OfferingFilters } from './search-params'
import { sourceDetailToDto, sourceToDto } from './sources-to-dto'
import { isoMoment, snapshotToDto } from './to-dto'

/** What the API knows of the world: the conductor's latest state. */
export interface ReadState {
  readonly snapshot: Snapshot | null
  readonly status: SweepStatus
  readonly sources: readonly SourceReport[]
  /** What each source said last, complete. */
  readonly readings: ReadonlyMap<string, SourceReading>
  readonly asker: SourcesDto['asker']
  readonly isConductor: boolean
}

/** Every question about the catalog, as data for pages and as bytes for HTTP. Null: nothing was ever collected. */
export interface CatalogReader {
  /** Which look at the network the answers are of, as headers; none before the first. */
  freshness(): Readonly<Record<string, string>>
  /** The rows of the nodes that are meant; null: of all. */
  networkCapabilities(nodes?: NodeQuery | null): Document | null
  /**
   * Of the nodes that are meant; null: of all. `nobody`: something was collected, but there is nobody to work with,
   * whoever is meant.
   */
  discoverable(query: DiscoverQuery, nodes?: NodeQuery | null): Document | 'nobody' | null
  /** The list for go-livepeer's `-orchWebhookUrl`. `nobody`: as above. */
  webhook(nodes: NodeQuery): WebhookList | 'nobody' | null
  offerings(filters: OfferingFilters): OfferingsDto | null
  /** A list as a client asks for it. */
  list(list: CatalogList, query: ListQuery): Document | null
  /** What the filters of offerings can be set to. */
  facets(query: ListQuery): Document | null
  /** One thing complete; a text says why there is none. */
  single(kind: SingleKind, id: string): Document | string | null
  /** What is called so now; null: nothing was ever collected. */
  identify(kind: IdentifiedKind, id: string): Identified | null
  /** What there is to choose from, and the rate that dollars are at. */
  market(): Market | null
  /** The offering of an id; null: there is none now. */
  offering(id: string): Offering | null
  /** Which look at the network it is, and the rate that dollars are at. */
  look(): Look | null
  priceLatency(asked: PriceLatencyQuestion): Document | null
  nodes(): NodesDto | null
  nodesDocument(): Document | null
  summary(): SummaryDto | null
  summaryDocument(): Document | null
}

export interface Market {
  readonly catalog: Catalog
  /** Null: there are no dollars. */
  readonly quote: EthUsdQuote | null
  /** The moment of the past that it is of (ms); null: now. */
  readonly asOf: number | null
  /** At what price this gateway sells it; null: it does not. */
  readonly offerOf: (sold: Sold) => Offer | null
}

export interface Look extends Pick<Snapshot, 'endedAt' | 'cadenceMs' | 'vantage'> {
  /** Null: there are no dollars. */
  readonly quote: EthUsdQuote | null
}

/** Every question of the API. The catalog is that of now. */
export interface Reader extends CatalogReader {
  /** The same with the catalog of a moment (ms) of the past. */
  past(at: number): Promise<Past>
  status(): StatusDto
  health(): HealthDto
  sources(): SourcesDto
  /** What this gateway sells. Without prices there is a document in any case, which says that there are none. */
  gatewayOfferingsDocument(): Document | null
  /** For the operator alone. */
  gatewayMarginsDocument(): Document | null
  /** Null: no source is called so. */
  source(name: string): SourceDetailDto | null
  sourceDocument(name: string): Document | null
}

/** `not-kept`: nothing is kept from so long ago; the oldest snapshot ended at `oldestAt` (ms), null where there is none. */
export type Past =
  | { readonly kind: 'kept'; readonly reader: Reader }
  | { readonly kind: 'not-kept'; readonly oldestAt: number | null }

const NO_NAMES: OrchestratorNames = new Map()

const NO_HISTORY: HistoryLimits = { sweepsMs: 0, hourlyMs: 0, changesMs: 0, requestsMs: 0, decisionsMs: 0 }

const WELL_STORED: StoreHealth = {
  state: 'ok',
  since: null,
  detail: null,
  lastWriteAt: null,
  sizeBytes: null,
  freeBytes: null,
}

export interface ReaderOptions {
  readonly now: () => number
  readonly version: string
  /** The price of ETH in dollars, the same object until it changes; null: no dollars anywhere. */
  readonly rate?: () => EthUsdQuote | null
  /** What orchestrators are called, the same object until that changes. */
  readonly names?: () => OrchestratorNames
  /** The operator's prices, the same object until they change; null: there are none, and nothing is offered. */
  readonly pricing?: () => Pricing | null
  /** Why the file of them cannot be used as it stands now; null: it can. */
  readonly pricingProblem?: () => string | null
  /** Who is dearer is not discoverable. */
  readonly limits?: PriceLimits
  /** How long history is kept. */
  readonly retention?: HistoryLimits
  /** How the database does. */
  readonly storeHealth?: () => StoreHealth
  /** Where snapshots of the past are kept; left out: nowhere. */
  readonly store?: Pick<Store, 'readSnapshotPlaceAt' | 'readSnapshotAt' | 'readOldestSnapshotAt'>
}

export function createReader(
  state: ReadState,
  {
    now,
    version,
    rate = () => null,
    names = () => NO_NAMES,
    pricing = () => null,
    pricingProblem = () => null,
    limits = NO_LIMITS,
    retention = NO_HISTORY,
    storeHealth = () => WELL_STORED,
    store,
  }: ReaderOptions,
): Reader {
  let edition: Edition | null = null

  /** The current edition: a new one for every snapshot, rate, and file of names or prices, and whenever an answer in it expires. */
  const current = (): Edition | null => {
    const { snapshot } = state
    if (snapshot === null) return null
    const [quote, called, prices] = [rate(), names(), pricing()]
    const isCurrent =
      edition?.catalog.snapshot === snapshot &&
      edition.quote === quote &&
      edition.catalog.names === called &&
      edition.pricing === prices &&
      edition.pricingProblem === pricingProblem() &&
      now() <= edition.expiresAt
    if (!isCurrent)
      edition = createEdition(snapshot, {
        now: now(),
        version,
        limits,
        quote,
        names: called,
        pricing: prices,
        pricingProblem: pricingProblem(),
      })
    return edition
  }

  const editions = store && new PastEditions(store)
  // What orchestrators are called is no part of history, and neither is what we sell.
  const todays = (): Pick<EditionOptions, 'version' | 'limits' | 'names' | 'pricing'> => ({
    version,
    limits,
    names: names(),
    pricing: pricing(),
  })

  /** What an answer about one source is made of; it is made anew when one of these is another one. */
  const sourceParts = (name: string) => {
    const report = state.sources.find((source) => source.name === name)
    if (!report) return null
    return [report, state.readings.get(name) ?? NEVER_READ, state.snapshot, rate()] as const
  }
  type SourceParts = NonNullable<ReturnType<typeof sourceParts>>
  const toDetail = ([report, reading, snapshot, quote]: SourceParts): SourceDetailDto =>
    sourceDetailToDto(report, reading, { snapshot, rate: quote?.rate ?? null })
  /** There are as many as there are sources. */
  const sourceDocuments = new Map<string, { readonly parts: SourceParts; readonly document: Document }>()

  const reader: Reader = {
    ...catalogReader(current),
    async past(at) {
      const past = (await editions?.at(at, todays())) ?? null
      if (past) {
        const { edition, asOf } = past
        return { kind: 'kept', reader: { ...reader, ...catalogReader(() => edition, asOf) } }
      }
      return { kind: 'not-kept', oldestAt: (await store?.readOldestSnapshotAt()) ?? null }
    },
    gatewayOfferingsDocument: () =>
      current()?.gatewayOfferingsDocument() ??
      (pricing() === null
        ? createDocument(JSON.stringify(gatewayOfferingsToDto(unpriced(rate()), version)))
        : null),
    gatewayMarginsDocument: () =>
      current()?.gatewayMarginsDocument() ??
      (pricing() === null ? createDocument(JSON.stringify(gatewayMarginsToDto(unpriced(rate())))) : null),
    status: () => statusToDto(state, { version, retention, store: storeHealth() }),
    health: () => healthToDto(state, storeHealth()),
    sources: () => sourcesToDto(state),
    source: (name) => {
      const parts = sourceParts(name)
      return parts && toDetail(parts)
    },
    sourceDocument(name) {
      const parts = sourceParts(name)
      if (parts === null) return null
      const known = sourceDocuments.get(name)
      if (known?.parts.every((part, i) => part === parts[i])) return known.document
      const document = createKeptDocument(JSON.stringify(toDetail(parts)))
      sourceDocuments.set(name, { parts, document })
      return document
    },
  }
  return reader
}

const catalogReader = (edition: () => Edition | null, asOf: number | null = null): CatalogReader => ({
  freshness: () => edition()?.freshness ?? {},
  networkCapabilities: (nodes = null) => edition()?.networkCapabilities(nodes) ?? null,
  discoverable: (query, nodes = null) => edition()?.discoverable(query, nodes) ?? null,
  webhook: (nodes) => edition()?.webhook(nodes) ?? null,
  offerings: (filters) => edition()?.offerings(filters) ?? null,
  list: (list, query) => edition()?.list(list, query) ?? null,
  facets: (query) => edition()?.facets(query) ?? null,
  single: (kind, id) => edition()?.single(kind, id) ?? null,
  identify(kind, id) {
    const catalog = edition()?.catalog
    return catalog ? identify(catalog, kind, id) : null
  },
  market() {
    const of = edition()
    return of && { catalog: of.catalog, quote: of.quote, asOf, offerOf: of.offerOf }
  },
  offering(id) {
    const catalog = edition()?.catalog
    return catalog ? findOffering(catalog, id) : null
  },
  look() {
    const of = edition()
    if (of === null) return null
    const { endedAt, cadenceMs, vantage } = of.catalog.snapshot
    return { endedAt, cadenceMs, vantage, quote: of.quote }
  },
  priceLatency: (asked) => edition()?.priceLatency(asked) ?? null,
  nodes: () => edition()?.nodes() ?? null,
  nodesDocument: () => edition()?.nodesDocument() ?? null,
  summary: () => edition()?.summary() ?? null,
  summaryDocument: () => edition()?.summaryDocument() ?? null,
})

/** What a gateway without prices has to say before anything was collected. */
const unpriced = (quote: EthUsdQuote | null) => ({ snapshot: null, quote, priced: null })

function statusToDto(
  { snapshot, status, sources, isConductor }: ReadState,
  { version, retention, store }: { version: string; retention: HistoryLimits; store: StoreHealth },
): StatusDto {
  return {
    snapshot: snapshot && snapshotToDto(snapshot),
    sweep: {
      conducted_here: isConductor,
      state: status.state,
      settled: status.settled,
      total: status.total,
      next_at: status.nextAt === null ? null : isoMoment(status.nextAt),
      last_error: status.lastError,
    },
    sources: sources.map((source) => sourceToDto(source, snapshot)),
    retention: {
      sweeps_ms: retention.sweepsMs,
      hourly_sweeps_ms: retention.hourlyMs,
      changes_ms: retention.changesMs,
    },
    store: storeToDto(store),
    version,
  }
}

function sourcesToDto({ asker, sources, snapshot }: ReadState): SourcesDto {
  const { kind, address } = asker
  return {
    asker: { kind, address },
    sources: sources.map((source) => sourceToDto(source, snapshot)),
    conflicts: snapshot?.nodes.flatMap(conflictsToDto) ?? [],
  }
}
