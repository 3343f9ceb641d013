import { randomUUID } from 'node:crypto'
import { type Catalog, createCatalog, summarize } from '@/lib/catalog/catalog'
import { currentRunners } from '@/lib/catalog/current-runners'
import { dialableAddress } from '@/lib/catalog/dialable-address'
import { discoverCapability } from '@/lib/catalog/discover-capability'
import {
  type DiscoverableNode,
  discoverableOrchestrators,
  type PriceLimits,
} from '@/lib/catalog/discoverable-orchestrators'
import { filterDiscoverable, narrowDiscoverable } from '@/lib/catalog/filter-discoverable'
import type { LiveNode } from '@/lib/catalog/list-offerings'
import type { DiscoverQuery } from '@/lib/catalog/parse-discover-query'
import type { OrchestratorNames } from '@/lib/catalog/parse-names'
import { rollUpPricedModels } from '@/lib/catalog/roll-up'
import { runnerOfferingId } from '@/lib/catalog/runner-offerings'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { UNKNOWN_VALUE } from '@/lib/domain/facet'
import { expiresAt } from '@/lib/domain/freshness'
import { judgeAnswer } from '@/lib/domain/judge-answer'
import { once } from '@/lib/domain/once'
import { OUTCOME_KINDS } from '@/lib/domain/outcome'
import type { PriceUnit } from '@/lib/domain/pipeline'
import { discoverJson } from '@/lib/livepeer/discover-json'
import { networkCapabilitiesJson, orchestratorJson } from '@/lib/livepeer/go-json'
import { webhookJson } from '@/lib/livepeer/webhook-json'
import { type Offer, priceModels } from '@/lib/pricing/price-models'
import type { Pricing, Sold } from '@/lib/pricing/pricing'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import { type CatalogList, envelope } from './catalog-list'
import { chooseDiscoverable, type MeantNode } from './choose-discoverable'
import { chooseNodes } from './choose-nodes'
import type { NodesDto } from './contract/node-list'
import type { OfferingsDto } from './contract/offering-list'
import type { SummaryDto } from './contract/summary'
import { createKept } from './create-kept'
import { type Bytes, createDocument, createKeptDocument, type Document, tagOf } from './document'
import { facetValues } from './facet-values'
import { gatewayMarginsToDto, gatewayOfferingsToDto } from './gateway-to-dto'
import type { FacetValue } from './listing/count-facet'
import { formatListQuery } from './listing/format-list-query'
import type { ListQuery } from './listing/list-query'
import type { NodeQuery } from './node-query'
import { OFFERING_LIST, OFFERINGS, parseOfferingQuery } from './offering-list'
import { priceLatencyToDto } from './price-latency-to-dto'
import { formatOfferingFilters, type OfferingFilters } from './search-params'
import { singleGpu, singleModel, singleNode, singleOrchestrator } from './singles'
import { ethUsdToDto, nodeToDto, offeringToDto, snapshotToDto, summaryToDto } from './to-dto'

const SINGLES = { model: singleModel, orchestrator: singleOrchestrator, node: singleNode, gpu: singleGpu }
export type SingleKind = keyof typeof SINGLES

export interface WebhookList {
  readonly document: Document
  readonly count: number
}

/** Filtered lists kept per snapshot; clients ask the same few again and again. */
const MAX_KEPT_LISTS = 64
/** Strangers decide how long lists are, and ask for all of one in every order. */
const MAX_KEPT_BYTES = 64 * 2 ** 20
/** Choices of nodes, and of their addresses, of which drop-in documents are made. */
const MAX_KEPT_CHOICES = 64

/** All answers about one snapshot, each made at the first question and then kept. */
export interface Edition {
  readonly catalog: Catalog
  readonly freshness: Readonly<Record<string, string>>
  readonly quote: EthUsdQuote | null
  readonly pricing: Pricing | null
  readonly pricingProblem: string | null
  /** From when (ms) it is so. */
  readonly madeAt: number
  /** When the first of its rows expires (ms). */
  readonly expiresAt: number
  networkCapabilities(nodes: NodeQuery | null): Document
  discoverable(query: DiscoverQuery, nodes: NodeQuery | null): Document | 'nobody'
  webhook(nodes: NodeQuery): WebhookList | 'nobody'
  offerings(filters: OfferingFilters): OfferingsDto
  list(list: CatalogList, query: ListQuery): Document
  facets(query: ListQuery): Document
  single(kind: SingleKind, id: string): Document | string
  nodes(): NodesDto
  nodesDocument(): Document
  summary(): SummaryDto
  summaryDocument(): Document
  priceLatency(asked: PriceLatencyQuestion): Document
  /** At what price this gateway sells it; null: it does not. */
  offerOf(sold: Sold): Offer | null
  gatewayOfferingsDocument(): Document
  gatewayMarginsDocument(): Document
}

/** Null: the main one. */
export interface PriceLatencyQuestion {
  readonly pipeline: string | null
  readonly unit: PriceUnit | null
}

export interface EditionOptions {
  /** The moment (ms) as of which the snapshot is read: what has expired by then does not count. */
  readonly now: number
  readonly version: string
  /** Who is dearer is not discoverable. */
  readonly limits: PriceLimits
  readonly quote: EthUsdQuote | null
  readonly names: OrchestratorNames
  readonly pricing: Pricing | null
  /** Why the file of prices cannot be used as it stands now; left out: it can. */
  readonly pricingProblem?: string | null
}

export function createEdition(
  snapshot: Snapshot,
  { now, version, limits, quote, names, pricing, pricingProblem = null }: EditionOptions,
): Edition {
  const catalog = createCatalog(snapshot, now, { names })
  const lists = createKept<Document>(MAX_KEPT_LISTS, {
    sizeOf: ({ identity }) => identity.length,
    maxSize: MAX_KEPT_BYTES,
  })
  const editionTag = randomUUID()
  const kept = (
    key: string,
    make: () => string | Bytes,
    { tag = null }: { tag?: string | null } = {},
  ): Document => lists(key, () => createDocument(make(), { etag: tag }))
  const choices = createKept<readonly LiveNode[]>(MAX_KEPT_CHOICES)
  const chosen = (query: NodeQuery): readonly LiveNode[] =>
    choices(keyOfNodes(query), () => chooseNodes(catalog, query))
  const addressLists = createKept<readonly string[]>(MAX_KEPT_CHOICES)
  const wholeDocument = once(() => createKeptDocument(networkCapabilitiesJson(networkRows(catalog.live))))
  const hasDialable = once(() => catalog.live.some((node) => dialableAddress(node) !== null))
  const discoverable = once(() => discoverableOrchestrators(discoverableNodes(catalog.live, now), limits))
  const nodes = once(() => nodesToDto(catalog, quote))
  const summary = once(() => summaryToDto(summarize(catalog), snapshot))
  const gateway = once(() => ({
    snapshot,
    quote,
    pricingProblem,
    priced: pricing && priceModels(rollUpPricedModels(catalog.offerings), pricing, quote?.rate ?? null),
  }))
  const offers = once(() => {
    const { priced } = gateway()
    return new Map(priced?.offers.map((offer) => [soldKey(offer.model), offer]))
  })
  const offerings = (filters: OfferingFilters): OfferingsDto => offeringsToDto(catalog, filters, quote)
  return {
    catalog,
    freshness: freshnessHeaders(snapshot),
    quote,
    pricing,
    pricingProblem,
    madeAt: now,
    expiresAt: nextExpiry(catalog, now),
    offerOf: (sold) => offers().get(soldKey(sold)) ?? null,
    networkCapabilities: (query) =>
      query === null
        ? wholeDocument()
        : kept(`capabilities ${keyOfNodes(query)}`, () =>
            networkCapabilitiesJson(bounded(networkRows(chosen(query)), query)),
          ),
    webhook(query) {
      if (!hasDialable()) return 'nobody'
      const key = keyOfNodes(query)
      const addresses = addressLists(key, () => bounded(dialableAddresses(chosen(query)), query))
      const document = kept(`webhook ${key}`, () => webhookJson(addresses))
      return { document, count: addresses.length }
    },
    offerings,
    list(list, query) {
      const key = list.keyOf(query)
      // One edition answers a question in one way; another one may answer it in another.
      return kept(key, () => list.content(catalog, query, quote), { tag: tagOf(`${editionTag} ${key}`) })
    },
    facets: (query) =>
      kept(`facets ${formatListQuery(query, OFFERING_LIST)}`, () =>
        JSON.stringify(facetValues(catalog, query, quote)),
      ),
    single(kind, id) {
      const single = SINGLES[kind](catalog, id, quote)
      return single.ok ? kept(`${kind} ${id}`, () => JSON.stringify(single.dto)) : single.reason
    },
    priceLatency: (asked) =>
      kept(`price-latency ${JSON.stringify([asked.pipeline, asked.unit])}`, () =>
        JSON.stringify(priceLatencyToDto(catalog, asked, quote)),
      ),
    discoverable(query, nodes) {
      if (discoverable().length === 0) return 'nobody'
      if (nodes === null)
        return kept(`discover ${JSON.stringify(query)}`, () =>
          discoverJson(filterDiscoverable(discoverable(), query)),
        )
      return kept(`discover ${JSON.stringify(query)} ${keyOfNodes(nodes)}`, () => {
        const meant = chooseDiscoverable(catalog, nodes, query).map((node) => meantOfNode(node, now))
        return discoverJson(
          bounded(narrowDiscoverable(discoverableOrchestrators(meant, limits), query), nodes),
        )
      })
    },
    nodes,
    nodesDocument: once(() => createKeptDocument(JSON.stringify(nodes()))),
    summary,
    summaryDocument: once(() => createKeptDocument(JSON.stringify(summary()))),
    gatewayOfferingsDocument: once(() =>
      createKeptDocument(JSON.stringify(gatewayOfferingsToDto(gateway(), version))),
    ),
    gatewayMarginsDocument: once(() => createDocument(JSON.stringify(gatewayMarginsToDto(gateway())))),
  }
}

/** When the first of the answers expires, or list of runners; what has expired already does not expire again. */
function nextExpiry({ live }: Catalog, now: number): number {
  let next = Number.POSITIVE_INFINITY
  for (const { lastAnswer, runners, cadenceMs } of live)
    for (const at of [lastAnswer.answeredAt, runners?.readAt ?? lastAnswer.answeredAt]) {
      const expiry = expiresAt(at, cadenceMs)
      if (expiry >= now) next = Math.min(next, expiry)
    }
  return next
}

function freshnessHeaders(snapshot: Snapshot): Readonly<Record<string, string>> {
  const { id, as_of, network } = snapshotToDto(snapshot)
  return {
    'last-modified': new Date(snapshot.endedAt).toUTCString(),
    'x-livepeer-offerings-snapshot': String(id),
    'x-livepeer-offerings-as-of': as_of,
    'x-livepeer-offerings-network': network,
  }
}

/** The nodes that a gateway's poll would list: with a price and an address; a silent one with what it last said. */
const isListable = ({ lastAnswer }: LiveNode): boolean => judgeAnswer(lastAnswer.answer).kind === 'ok'

const networkRows = (nodes: readonly LiveNode[]): string[] =>
  nodes
    .filter(isListable)
    .map(({ lastAnswer }) => orchestratorJson(lastAnswer.answer, { namesCapabilityZero: true }))

/**
 * Under the address they advertise, with the runners that still count; a node that advertises none takes no work. One
 * without a base price is among them, since its models and runners may have prices of their own; go-livepeer's poll
 * drops it before it looks at those.
 */
const discoverableNodes = (nodes: readonly LiveNode[], now: number): DiscoverableNode[] =>
  nodes.map((node) => discoverableNode(node, now))

const discoverableNode = (node: LiveNode, now: number): DiscoverableNode => ({
  orchUri: node.lastAnswer.answer.transcoder,
  answer: node.lastAnswer.answer,
  runners: currentRunners(node, now)?.listings ?? [],
})

/** With nothing but what is meant of it. */
function meantOfNode({ node, offerings }: MeantNode, now: number): DiscoverableNode {
  const whole = discoverableNode(node, now)
  if (offerings === null) return whole
  const ids = new Set(offerings.map(({ id }) => id))
  const ofAnswer = offerings.filter(({ kind }) => kind !== 'live-runner')
  return {
    ...whole,
    runners: whole.runners.map(({ address, runners }) => ({
      address,
      runners: runners.filter((runner) => ids.has(runnerOfferingId(node.uri, runner))),
    })),
    meant: new Set(ofAnswer.flatMap((offering) => discoverCapability(offering) ?? [])),
  }
}

/** Two nodes behind one host and port are one address to a gateway. */
const dialableAddresses = (nodes: readonly LiveNode[]): string[] => [
  ...new Set(nodes.flatMap((node) => dialableAddress(node) ?? [])),
]

const bounded = <T>(items: readonly T[], { limit }: NodeQuery): readonly T[] =>
  limit === null ? items : items.slice(0, limit)

/** Equal questions have equal keys. */
const keyOfNodes = ({ offerings, limit }: NodeQuery): string =>
  `${formatListQuery(offerings, OFFERING_LIST)} ${limit}`

/** All rows that fit, as the page shows them. */
function offeringsToDto(catalog: Catalog, filters: OfferingFilters, quote: EthUsdQuote | null): OfferingsDto {
  const params = formatOfferingFilters(filters)
  params.set('limit', String(OFFERING_LIST.maxLimit))
  const parsed = parseOfferingQuery(params)
  if (!parsed.ok) throw new Error(`the page asks what the API refuses: ${JSON.stringify(parsed.errors)}`)
  const result = OFFERINGS.result(catalog, parsed.query)
  const { pipeline, model, gpu, region, state } = result.facets
  return {
    ...envelope(result, { catalog, quote }),
    facets: {
      pipeline: facetToDto(pipeline),
      model: facetToDto(model),
      gpu: facetToDto(gpu),
      region: facetToDto(region),
      state: facetToDto(state),
    },
    offerings: result.rows.map(({ offering }) => offeringToDto(offering, quote?.rate ?? null)),
  }
}

/** Every field that is a facet gives unknown as a value of its own. */
const facetToDto = (values: readonly FacetValue[] = []) =>
  values.map(({ value, count }) => ({ value: value ?? UNKNOWN_VALUE, count }))

function nodesToDto(catalog: Catalog, quote: EthUsdQuote | null): NodesDto {
  const { snapshot, offerings } = catalog
  const counts = new Map<string, number>()
  for (const { nodeUri } of offerings) counts.set(nodeUri, (counts.get(nodeUri) ?? 0) + 1)
  return {
    snapshot: snapshotToDto(snapshot),
    eth_usd: ethUsdToDto(quote),
    count: snapshot.nodes.length,
    outcomes: OUTCOME_KINDS.map((outcome) => ({
      outcome,
      count: snapshot.nodes.filter(({ kind }) => kind === outcome).length,
    })).filter(({ count }) => count > 0),
    nodes: snapshot.nodes.map((node) =>
      nodeToDto(node, catalog, { offerings: counts.get(node.uri) ?? 0, rate: quote?.rate ?? null }),
    ),
  }
}

const soldKey = ({ kind, pipeline, model }: Sold): string => JSON.stringify([kind, pipeline, model])
