import { withPast } from '../as-of'
import type { CatalogList } from '../catalog-list'
import { facetValuesDto } from '../contract/facet-values'
import type { Endpoint } from '../endpoint'
import { isFacetParameter, parseFacetQuery } from '../facet-values'
import type { ListFormat } from '../listing/list-query'
import { NO_POLICY, namedPolicy } from '../named-policy'
import { OFFERINGS } from '../offering-list'
import { PRICE_LIST } from '../price-list'
import { badParameters } from '../problem'
import { GPU_LIST, MODEL_LIST, ORCHESTRATOR_LIST, PIPELINE_LIST, REGION_LIST } from '../roll-up-lists'
import { catalogAnswer } from './respond'

/** JSON is what an answer is anyhow. */
const HEADERS: Readonly<Record<ListFormat, Readonly<Record<string, string>>>> = {
  json: {},
  csv: { 'content-type': 'text/csv; charset=utf-8; header=present' },
  ndjson: { 'content-type': 'application/x-ndjson' },
}

const listEndpoint = (list: CatalogList): Endpoint => ({
  path: `/api/v1/${list.name}`,
  operations: {
    GET: {
      doc: list.doc,
      async handle(request, deps) {
        const { searchParams } = request.url
        const { reader } = deps
        const policy = list.takesPolicy ? await namedPolicy(request, deps) : NO_POLICY
        if (!policy.ok) return badParameters([policy.error])
        const parsed = list.parse(searchParams, policy.base?.offerings ?? null)
        if (!parsed.ok) return badParameters(parsed.errors)
        const document = reader.list(list, parsed.query)
        return catalogAnswer(reader, document, { ...HEADERS[parsed.query.format], ...policy.headers })
      },
    },
  },
})

const ROW_LISTS: readonly CatalogList[] = [
  OFFERINGS,
  MODEL_LIST,
  ORCHESTRATOR_LIST,
  GPU_LIST,
  PIPELINE_LIST,
  REGION_LIST,
  PRICE_LIST,
]

const facets: Endpoint = {
  path: '/api/v1/facets',
  operations: {
    GET: {
      doc: {
        summary: 'What the filters of offerings can be set to, and what that would leave',
        tag: 'Catalog',
        parameters: OFFERINGS.doc.parameters?.filter(({ name }) => isFacetParameter(name)) ?? [],
        examples: [{ title: 'What is there for text to image', query: '?pipeline=text-to-image' }],
        answer: {
          status: 200,
          description: 'Values with counts, ranges of numbers, prices by unit.',
          content: { 'application/json': facetValuesDto },
        },
      },
      async handle(request, deps) {
        const { searchParams } = request.url
        const { reader } = deps
        const policy = await namedPolicy(request, deps)
        if (!policy.ok) return badParameters([policy.error])
        const parsed = parseFacetQuery(searchParams, policy.base?.offerings ?? null)
        if (!parsed.ok) return badParameters(parsed.errors)
        const document = reader.facets(parsed.query)
        return catalogAnswer(reader, document, policy.headers)
      },
    },
  },
}

export const LISTS: readonly Endpoint[] = [...ROW_LISTS.map(listEndpoint), facets].map(withPast)
