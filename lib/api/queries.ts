/** One query per question, used by pages (prefetch) and components alike. Keys are [noun, params]. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { askApi, fetchApi } from './ask-api'
import type {
  FacetValuesDto,
  GpuDetailDto,
  ModelDetailDto,
  NodesDto,
  OfferingsDto,
  OrchestratorDetailDto,
  SourceDetailDto,
  SourcesDto,
  StatusDto,
  SummaryDto,
  SweepHoursDto,
} from './contract'
import type { ApiDocumentDto } from './contract/api-document'
import type { ChangeDto, ChangesDto } from './contract/change'
import type { ComparisonDto } from './contract/comparison'
import type { EstimateDto } from './contract/estimate'
import type { GatewayMarginsDto, GatewayOfferingsDto } from './contract/gateway'
import type { HistoryDto } from './contract/history'
import type { IncidentsDto } from './contract/incident'
import type { KeysDto, NewKeyBodyDto, NewKeyDto } from './contract/key'
import type { OfferingHistoriesDto } from './contract/offering-histories'
import { type OfferingPageDto, offeringFacets } from './contract/offering-page'
import type { PositionDto } from './contract/position'
import type { PriceLatencyDto } from './contract/price-latency'
import type { RegionMapDto } from './contract/region-map'
import type { ReliabilityDto } from './contract/reliability'
import type { RequestSummaryDto, RequestsDto, SingleRequestDto } from './contract/request'
import type { GpusDto, ModelsDto, OrchestratorsDto, PricesDto } from './contract/roll-up-list'
import type { SuspensionMethodDto, SuspensionsDto } from './contract/suspension'
import { AS_OF, formatOfferingFilters, type OfferingFilters } from './search-params'

/** The status is small and says when there is something new; then the rest is asked for at once (TopBarFacts). */
const STATUS_POLL_MS = 2_000
/** The most that the API gives in one page; the table shows and sorts all of them. */
const ALL_ROWS = 10_000
/** For what changes without a new snapshot, such as an answer that expires. */
const POLL_MS = 15_000

/** The network now, or as it was at a moment (ISO): that stays as it is, and nobody has to ask again. */
const ofMoment = (asOf: string | null) =>
  asOf === null
    ? { refetchInterval: POLL_MS, staleTime: POLL_MS, meta: { isPast: false } }
    : { staleTime: Number.POSITIVE_INFINITY, meta: { isPast: true } }

const withAsOf = (params: URLSearchParams, asOf: string | null): string => withAsOfAs(AS_OF, params, asOf)

/** The moment as the parameter of that name. */
const withAsOfAs = (name: string, params: URLSearchParams, asOf: string | null): string => {
  if (asOf !== null) params.set(name, asOf)
  return params.size === 0 ? '' : `?${params}`
}

export const summaryQuery = (asOf: string | null = null) =>
  queryOptions({
    queryKey: ['summary', asOf],
    queryFn: ({ signal }) => askApi<SummaryDto>(summaryPath(asOf), { signal }),
    ...ofMoment(asOf),
  })

export const summaryPath = (asOf: string | null): string =>
  `/api/v1/network/summary${withAsOf(new URLSearchParams(), asOf)}`

/** What there is by region, of one pipeline or (empty) of all. */
export const regionMapQuery = (pipeline: string, asOf: string | null = null) =>
  queryOptions({
    queryKey: ['region-map', pipeline, asOf],
    queryFn: ({ signal }) => askApi<RegionMapDto>(regionMapPath(pipeline, asOf), { signal }),
    ...ofMoment(asOf),
  })

export const regionMapPath = (pipeline: string, asOf: string | null): string =>
  `/api/v1/regions/map${withAsOf(new URLSearchParams(pipeline === '' ? {} : { pipeline }), asOf)}`

/** What this gateway sells to its own clients. */
export const gatewayOfferingsQuery = () =>
  queryOptions({
    queryKey: ['gateway-offerings'],
    queryFn: ({ signal }) => askApi<GatewayOfferingsDto>(GATEWAY_OFFERINGS, { signal }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })

export const GATEWAY_OFFERINGS = '/api/v1/gateway/offerings'

export const nodesQuery = (asOf: string | null = null) =>
  queryOptions({
    queryKey: ['nodes', asOf],
    queryFn: ({ signal }) =>
      askApi<NodesDto>(`/api/v1/nodes${withAsOf(new URLSearchParams(), asOf)}`, { signal }),
    ...ofMoment(asOf),
  })

export const statusQuery = () =>
  queryOptions({
    queryKey: ['status'],
    queryFn: ({ signal }) => askApi<StatusDto>('/api/v1/status', { signal }),
    refetchInterval: STATUS_POLL_MS,
    staleTime: STATUS_POLL_MS,
  })

/** By the hour; it grows by a sweep at a time. */
export const sweepHoursQuery = () =>
  queryOptions({
    queryKey: ['sweep-hours'],
    queryFn: ({ signal }) => askApi<SweepHoursDto>('/api/v1/sweeps/hourly', { signal }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })

export const sourcesQuery = () =>
  queryOptions({
    queryKey: ['sources'],
    queryFn: ({ signal }) => askApi<SourcesDto>('/api/v1/sources', { signal }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })

export const sourceQuery = (name: string) =>
  queryOptions({
    queryKey: ['sources', name],
    queryFn: ({ signal }) =>
      askApi<SourceDetailDto>(`/api/v1/sources/${encodeURIComponent(name)}`, { signal }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })

/** Offerings, page by page. `asked` are parameters of `/api/v1/offerings`: filters, and the order. */
export const offeringsQuery = (asked: URLSearchParams, asOf: string | null = null) => {
  const { refetchInterval = false, ...ofThen } = { ...ofMoment(asOf) }
  return infiniteQueryOptions({
    queryKey: ['offerings', asked.toString(), asOf],
    queryFn: ({ pageParam, signal }) =>
      askApi<OfferingPageDto>(offeringsPath(asked, asOf, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // Without a new snapshot, only what is cheap to ask again.
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : refetchInterval),
    ...ofThen,
  })
}

/** One page of offerings: a short first one, which is in the page itself, and longer ones after a cursor. */
export function offeringsPath(asked: URLSearchParams, asOf: string | null, cursor: string | null): string {
  const params = new URLSearchParams(asked)
  params.set('limit', String(cursor === null ? FIRST_OFFERINGS : MORE_OFFERINGS))
  if (cursor !== null) params.set('cursor', cursor)
  return `/api/v1/offerings${withAsOf(params, asOf)}`
}
const FIRST_OFFERINGS = 30
const MORE_OFFERINGS = 100

/** One offering with where its parts come from; null: it is not there. */
export const offeringQuery = (id: string, asOf: string | null = null) =>
  queryOptions({
    queryKey: ['offering', id, asOf],
    queryFn: ({ signal }) => askApi<OfferingPageDto>(offeringPath(id, asOf), { signal }),
    ...ofMoment(asOf),
  })

export const offeringPath = (id: string, asOf: string | null): string =>
  `/api/v1/offerings${withAsOf(new URLSearchParams({ id, include: 'provenance' }), asOf)}`

/** One number of each of these offerings over a day, for small pictures; it changes by the bucket, not by the sweep. */
export const offeringHistoriesQuery = (
  metric: OfferingHistoriesDto['metric'],
  ids: readonly string[],
  asOf: string | null = null,
) => {
  const params = new URLSearchParams({ metric, window: '24h', step: '30m', id: ids.join() })
  const path = `/api/v1/offerings/history${withAsOf(params, asOf)}`
  return queryOptions({
    queryKey: ['offering-histories', path],
    queryFn: ({ signal }) => askApi<OfferingHistoriesDto>(path, { signal }),
    ...(asOf === null
      ? { refetchInterval: COUNTED_POLL_MS, staleTime: COUNTED_POLL_MS, meta: { isPast: false } }
      : ofMoment(asOf)),
  })
}

/** What these filters can be set to, and what that would leave. */
export const offeringFacetsQuery = (filters: OfferingFilters, asOf: string | null = null) => {
  const path = offeringFacetsPath(filters, asOf)
  return queryOptions({
    queryKey: ['offering-facets', path],
    queryFn: ({ signal }) => askApi<FacetValuesDto>(path, { signal }).then(offeringFacets),
    ...ofMoment(asOf),
  })
}

export const offeringFacetsPath = (filters: OfferingFilters, asOf: string | null): string =>
  `/api/v1/facets${withAsOf(formatOfferingFilters(filters), asOf)}`

/** Every model that fits. `filters` are parameters of `/api/v1/models`. */
export const modelsQuery = (filters: URLSearchParams, asOf: string | null = null) => {
  const path = allRows('/api/v1/models', filters, asOf)
  return queryOptions({
    queryKey: ['models', path],
    queryFn: ({ signal }) => askApi<ModelsDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const modelQuery = (id: string, asOf: string | null = null) => {
  const path = `${modelPath(id)}${withAsOf(new URLSearchParams(), asOf)}`
  return queryOptions({
    queryKey: ['model', path],
    queryFn: ({ signal }) => askApi<ModelDetailDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

/** Slashes of an id are written as %2F, so that no model is taken for what stands behind another. */
export const modelPath = (id: string): string => `/api/v1/models/${encodeURIComponent(id)}`

/** Every orchestrator that fits. `filters` are parameters of `/api/v1/orchestrators`. */
export const orchestratorsQuery = (filters: URLSearchParams, asOf: string | null = null) => {
  const path = allRows('/api/v1/orchestrators', filters, asOf)
  return queryOptions({
    queryKey: ['orchestrators', path],
    queryFn: ({ signal }) => askApi<OrchestratorsDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

/** The first models and orchestrators whose texts hold what was typed. */
export const foundModelsQuery = (text: string, asOf: string | null = null) => {
  const path = found('/api/v1/models', text, asOf)
  return queryOptions({
    queryKey: ['models', path],
    queryFn: ({ signal }) => askApi<ModelsDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

/** Every card that fits, and beside them what there is in all. `filters` are parameters of `/api/v1/gpus`. */
export const gpusQuery = (filters: URLSearchParams, asOf: string | null = null) => {
  const path = allRows('/api/v1/gpus', filters, asOf)
  return queryOptions({
    queryKey: ['gpus', path],
    queryFn: ({ signal }) => askApi<GpusDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const foundOrchestratorsQuery = (text: string, asOf: string | null = null) => {
  const path = found('/api/v1/orchestrators', text, asOf)
  return queryOptions({
    queryKey: ['orchestrators', path],
    queryFn: ({ signal }) => askApi<OrchestratorsDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const gpuQuery = (name: string, asOf: string | null = null) => {
  const path = `${gpuPath(name)}${withAsOf(new URLSearchParams(), asOf)}`
  return queryOptions({
    queryKey: ['gpu', path],
    queryFn: ({ signal }) => askApi<GpuDetailDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

/** A lone quotation mark would be refused: it begins words that belong together. */
const found = (list: string, text: string, asOf: string | null): string =>
  `${list}${withAsOf(new URLSearchParams({ q: text.replaceAll('"', ' '), limit: String(FOUND_ROWS) }), asOf)}`
const FOUND_ROWS = 6

/** Slashes of a name are written as %2F, so that no card is taken for what stands behind another. */
export const gpuPath = (name: string): string => `/api/v1/gpus/${encodeURIComponent(name)}`

/** The latest cards that came or went, of one name or all, up to a moment of the past where one is looked at. */
export const cardChangesQuery = (name: string | null, asOf: string | null = null) => {
  const path = cardChanges(name, asOf)
  return queryOptions({
    queryKey: ['changes', path],
    queryFn: ({ signal }) => askApi<ChangesDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const cardChanges = (name: string | null, asOf: string | null): string => {
  const params = new URLSearchParams({ kind: 'gpu-added,gpu-gone', limit: '10' })
  // A comma would separate two values.
  if (name !== null) params.set('gpu', name.replaceAll(',', '%2C'))
  return `/api/v1/changes${withAsOfAs('to', params, asOf)}`
}

/** What every model costs, and who asks the lowest price. `filters` are parameters of `/api/v1/prices`. */
export const pricesQuery = (asOf: string | null = null, filters = new URLSearchParams()) => {
  const path = allRows('/api/v1/prices', filters, asOf)
  return queryOptions({
    queryKey: ['prices', path],
    queryFn: ({ signal }) => askApi<PricesDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

/** Who states a price that nobody can mean. */
export const implausibleQuery = (asOf: string | null = null) => {
  const path = implausiblePath(asOf)
  return queryOptions({
    queryKey: ['offerings', path],
    queryFn: ({ signal }) => askApi<OfferingsDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

/** What price and latency can be had together in a pipeline; null: in the main one. */
export const priceLatencyQuery = (
  { pipeline, unit }: { readonly pipeline: string | null; readonly unit: string | null },
  asOf: string | null = null,
) => {
  const params = new URLSearchParams()
  if (pipeline !== null) params.set('pipeline', pipeline)
  if (unit !== null) params.set('unit', unit)
  const path = `/api/v1/price-latency${withAsOf(params, asOf)}`
  return queryOptions({
    queryKey: ['price-latency', path],
    queryFn: ({ signal }) => askApi<PriceLatencyDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const implausiblePath = (asOf: string | null): string =>
  `/api/v1/offerings${withAsOf(new URLSearchParams({ price_state: 'implausible', limit: String(IMPLAUSIBLE_ROWS) }), asOf)}`

const IMPLAUSIBLE_ROWS = 100

/** What some work would cost. `params` are parameters of `/api/v1/estimate`. */
export const estimateQuery = (params: URLSearchParams, asOf: string | null = null) => {
  const path = estimatePath(params, asOf)
  return queryOptions({
    queryKey: ['estimate', path],
    queryFn: ({ signal }) => askApi<EstimateDto>(path, { signal }),
    retry: false,
    ...ofMoment(asOf),
  })
}

export const estimatePath = (params: URLSearchParams, asOf: string | null): string =>
  `/api/v1/estimate${withAsOf(new URLSearchParams(params), asOf)}`

export const orchestratorQuery = (address: string, asOf: string | null = null) => {
  const path = `${orchestratorPath(address)}${withAsOf(new URLSearchParams(), asOf)}`
  return queryOptions({
    queryKey: ['orchestrator', path],
    queryFn: ({ signal }) => askApi<OrchestratorDetailDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const orchestratorPath = (address: string): string =>
  `/api/v1/orchestrators/${encodeURIComponent(address)}`

/** Those with most offerings, to choose from. */
export const largestOrchestratorsQuery = {
  limit: 100,
  of: (asOf: string | null = null) => {
    const path = orchestratorsPath(largestOrchestratorsQuery.limit, asOf)
    return queryOptions({
      queryKey: ['orchestrators', path],
      queryFn: ({ signal }) => askApi<OrchestratorsDto>(path, { signal }),
      ...ofMoment(asOf),
    })
  },
}

export const orchestratorsPath = (limit: number, asOf: string | null): string =>
  `/api/v1/orchestrators${withAsOf(new URLSearchParams({ limit: String(limit) }), asOf)}`

/** Some orchestrators beside each other, by their addresses. */
export const comparisonQuery = (addresses: readonly string[], asOf: string | null = null) => {
  const path = comparisonPath(addresses, asOf)
  return queryOptions({
    queryKey: ['comparison', path],
    queryFn: ({ signal }) => askApi<ComparisonDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const comparisonPath = (addresses: readonly string[], asOf: string | null = null): string =>
  `/api/v1/compare${withAsOf(new URLSearchParams({ orchestrators: addresses.join(',') }), asOf)}`

/** How reliable an orchestrator is. It is counted some minutes back, so nobody has to ask often. */
export const reliabilityQuery = (address: string) =>
  queryOptions({
    queryKey: ['reliability', address],
    queryFn: ({ signal }) => askApi<ReliabilityDto>(`${orchestratorPath(address)}/reliability`, { signal }),
    refetchInterval: COUNTED_POLL_MS,
    staleTime: COUNTED_POLL_MS,
  })

const COUNTED_POLL_MS = 60_000

/** Where the first of an orchestrator's offerings stand among others. */
export const positionQuery = (address: string) =>
  queryOptions({
    queryKey: ['position', address],
    queryFn: ({ signal }) =>
      askApi<PositionDto>(`${orchestratorPath(address)}/position?limit=${POSITION_ROWS}`, {
        signal,
      }),
    staleTime: POLL_MS,
  })

const POSITION_ROWS = 5

/** The latest incidents of an orchestrator's nodes, open or closed. */
export const ownIncidentsQuery = (address: string) => {
  const path = ownIncidents(address)
  return queryOptions({
    queryKey: ['incidents', path],
    queryFn: ({ signal }) => askApi<IncidentsDto>(path, { signal }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })
}

export const ownIncidents = (address: string): string =>
  `/api/v1/incidents?${new URLSearchParams({ orchestrator: address, limit: '20' })}`

/** The latest changes at an orchestrator's nodes, up to a moment of the past where one is looked at. */
export const ownChangesQuery = (address: string, asOf: string | null = null) => {
  const params = new URLSearchParams({
    orchestrator: address,
    limit: '20',
    ...(asOf !== null && { to: asOf }),
  })
  return queryOptions({
    queryKey: ['changes', `own ${params}`],
    queryFn: ({ signal }) => askApi<ChangesDto>(`/api/v1/changes?${params}`, { signal }),
    ...ofMoment(asOf),
  })
}

/** What a gateway would be told of an orchestrator, letter by letter, and as of when. */
export const protocolAnswerQuery = (address: string) => {
  const path = protocolAnswerPath(address)
  return queryOptions({
    queryKey: ['protocol-answer', path],
    queryFn: async ({ signal }) => {
      const response = await fetchApi(path, { signal })
      return { text: await response.text(), asOf: response.headers.get('x-livepeer-offerings-as-of') }
    },
    staleTime: POLL_MS,
  })
}

export const protocolAnswerPath = (address: string): string =>
  `/getNetworkCapabilities?${new URLSearchParams({ orchestrator: address })}`

/** Numbers over time of what the API has at `path`; whoever shows a new snapshot asks again. */
export const historyQuery = (path: string, params: Record<string, string>, asOf: string | null = null) => {
  const address = `${path}/history${withAsOf(new URLSearchParams(params), asOf)}`
  return queryOptions({
    queryKey: ['history', address],
    queryFn: ({ signal }) => askApi<HistoryDto>(address, { signal }),
    staleTime: asOf === null ? POLL_MS : Number.POSITIVE_INFINITY,
    meta: { isPast: asOf !== null },
  })
}

/** The address that asks for all rows of a list at once, which the page then shows and sorts. */
export const allRows = (list: string, filters: URLSearchParams, asOf: string | null): string =>
  someRows(list, { filters, asOf, limit: ALL_ROWS })

/** The address that asks for as many of them as a document carries. */
export const firstRows = (list: string, filters: URLSearchParams, asOf: string | null): string =>
  someRows(list, { filters, asOf, limit: FIRST_ROWS })

const FIRST_ROWS = 50

function someRows(
  list: string,
  { filters, asOf, limit }: { filters: URLSearchParams; asOf: string | null; limit: number },
): string {
  const params = new URLSearchParams(filters)
  params.set('limit', String(limit))
  return `${list}${withAsOf(params, asOf)}`
}

/** What changed, latest first, page by page, from `cursor` on. `filters` are parameters of `/api/v1/changes`. */
export const changesQuery = (filters: URLSearchParams, cursor: string | null = null) => {
  const key = filters.toString()
  return infiniteQueryOptions({
    queryKey: ['changes', key, cursor],
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams(key)
      params.set('limit', String(CHANGES_PAGE))
      if (pageParam !== null) params.set('cursor', pageParam)
      return askApi<ChangesDto>(`/api/v1/changes?${params}`, { signal })
    },
    initialPageParam: cursor,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // Whoever reads on would have all pages asked for again, and what is older stays as it is.
    refetchInterval: ({ state }) =>
      cursor !== null || (state.data && state.data.pages.length > 1) ? false : POLL_MS,
    staleTime: POLL_MS,
  })
}

/** Nodes that cannot be relied on now, latest first. */
export const openIncidentsQuery = () =>
  queryOptions({
    queryKey: ['incidents'],
    queryFn: ({ signal }) => askApi<IncidentsDto>(OPEN_INCIDENTS, { signal }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })

/** The latest incidents that are over; of a moment of the past the latest that had begun by then. */
export const pastIncidentsQuery = (asOf: string | null = null) => {
  const path = pastIncidents(asOf)
  return queryOptions({
    queryKey: ['incidents', path],
    queryFn: ({ signal }) => askApi<IncidentsDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const pastIncidents = (asOf: string | null): string =>
  `/api/v1/incidents?${new URLSearchParams({ limit: '5', ...(asOf === null ? { state: 'closed' } : { to: asOf }) })}`

/** The latest changes that somebody who buys would want to know. */
export const noteworthyChangesQuery = (asOf: string | null = null) => {
  const path = noteworthyChanges(asOf)
  return queryOptions({
    queryKey: ['changes', path],
    queryFn: ({ signal }) => askApi<ChangesDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const noteworthyChanges = (asOf: string | null): string =>
  `/api/v1/changes?${new URLSearchParams({ kind: NOTEWORTHY.join(','), limit: '50', ...(asOf !== null && { to: asOf }) })}`

/** Neither how a node is judged nor what it says of itself: the causes of that stand here. */
const NOTEWORTHY = [
  'node-joined',
  'node-left',
  'node-silent',
  'node-back',
  'offering-added',
  'offering-gone',
  'price-changed',
  'warmed',
  'cooled',
  'gpu-added',
  'gpu-gone',
  'suspended',
  'resumed',
] satisfies readonly ChangeDto['kind'][]

export const OPEN_INCIDENTS = '/api/v1/incidents?state=open&limit=100'
export const CHANGES_PAGE = 100

/** Who is not trusted with jobs now; it changes from one job to the next. */
export const suspensionsQuery = () =>
  queryOptions({
    queryKey: ['suspensions'],
    queryFn: ({ signal }) => askApi<SuspensionsDto>(SUSPENSIONS, { signal }),
    refetchInterval: SUSPENSIONS_POLL_MS,
    staleTime: SUSPENSIONS_POLL_MS,
  })

/** It stays the same until the server is another one. */
export const suspensionMethodQuery = () =>
  queryOptions({
    queryKey: ['suspension-method'],
    queryFn: ({ signal }) => askApi<SuspensionMethodDto>(SUSPENSION_METHOD, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const SUSPENSIONS = '/api/v1/suspensions?limit=200'
export const SUSPENSION_METHOD = '/api/v1/suspensions/method'
const SUSPENSIONS_POLL_MS = 5_000

/** It stays the same until the server is another one. */
export const apiDocumentQuery = () =>
  queryOptions({
    queryKey: ['api-document'],
    queryFn: ({ signal }) => askApi<ApiDocumentDto>('/api/v1/openapi.json', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What filters can be set to among the offerings of one pipeline, its models above all. */
export const facetsQuery = (pipeline: string) =>
  queryOptions({
    queryKey: ['facets', pipeline],
    queryFn: ({ signal }) => askApi<FacetValuesDto>(facetsPath(pipeline), { signal }),
    staleTime: POLL_MS,
  })

export const facetsPath = (pipeline: string): string =>
  `/api/v1/facets?${new URLSearchParams({ kind: 'ai', pipeline })}`

/** By which key something is read that is not for everybody. */
export interface Access {
  /** It stands in no key of a query, since those are shown by tools and written into errors. */
  readonly secret: string
  /** Another one for every key that was typed. */
  readonly version: number
}

/** Whatever is read by the operator's key is kept under this, so that it can be forgotten with the key. */
export const OPERATOR = 'operator'

/** What became of jobs, latest end first, page by page. `filters` are parameters of `/api/v1/requests`. */
export const requestsQuery = ({ secret, version }: Access, filters: URLSearchParams) => {
  const key = filters.toString()
  return infiniteQueryOptions({
    queryKey: [OPERATOR, version, 'requests', key],
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams(key)
      params.set('limit', String(REQUESTS_PAGE))
      if (pageParam !== null) params.set('cursor', pageParam)
      return askApi<RequestsDto>(`/api/v1/requests?${params}`, { signal, secret })
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // The stream brings what comes after.
    staleTime: Number.POSITIVE_INFINITY,
  })
}
const REQUESTS_PAGE = 50

export const requestSummaryQuery = ({ secret, version }: Access) =>
  queryOptions({
    queryKey: [OPERATOR, version, 'request-summary'],
    queryFn: ({ signal }) => askApi<RequestSummaryDto>('/api/v1/requests/summary', { signal, secret }),
    refetchInterval: SUMMARY_POLL_MS,
    staleTime: SUMMARY_POLL_MS,
  })
const SUMMARY_POLL_MS = 5_000

/** One request with its attempts; asked again for as long as it is under way. */
export const requestQuery = ({ secret, version }: Access, id: string) =>
  queryOptions({
    queryKey: [OPERATOR, version, 'requests', 'one', id],
    queryFn: ({ signal }) =>
      askApi<SingleRequestDto>(`/api/v1/requests/${encodeURIComponent(id)}`, { signal, secret }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? RUNNING_POLL_MS : false),
    staleTime: RUNNING_POLL_MS,
  })
const RUNNING_POLL_MS = 1_000

export const keysQuery = ({ secret, version }: Access) =>
  queryOptions({
    queryKey: [OPERATOR, version, 'keys'],
    queryFn: ({ signal }) => askApi<KeysDto>(KEYS, { signal, secret }),
    refetchInterval: KEYS_POLL_MS,
    staleTime: KEYS_POLL_MS,
  })
const KEYS = '/api/v1/keys'
const KEYS_POLL_MS = 5_000

/** What this gateway earns by each model. */
export const marginsQuery = ({ secret, version }: Access) =>
  queryOptions({
    queryKey: [OPERATOR, version, 'margins'],
    queryFn: ({ signal }) => askApi<GatewayMarginsDto>('/api/v1/gateway/margins', { signal, secret }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })

/** The answer alone has the secret of the new key. */
export const createKey = ({ secret }: Access, body: NewKeyBodyDto) =>
  askApi<NewKeyDto>(KEYS, { secret, method: 'POST', body: JSON.stringify(body) })

export const revokeKey = ({ secret }: Access, id: string): Promise<unknown> =>
  fetchApi(`${KEYS}/${encodeURIComponent(id)}`, { secret, method: 'DELETE' })
