import { jsonAnswer } from '../answer'
import type { CatalogList } from '../catalog-list'
import type { Endpoint } from '../endpoint'
import type { ListFormat } from '../listing/list-query'
import { OFFERINGS } from '../offering-list'
import { badParameters } from '../problem'
import { GPU_LIST, MODEL_LIST, ORCHESTRATOR_LIST, PIPELINE_LIST, REGION_LIST } from '../roll-up-lists'
import { notCollected } from './respond'

/** Files keep the name that says what they are. */
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
      handle({ url }, { reader }) {
        const parsed = list.parse(url.searchParams)
        if (!parsed.ok) return badParameters(parsed.errors)
        const document = reader.list(list, parsed.query)
        return document ? jsonAnswer(document, HEADERS[parsed.query.format]) : notCollected(reader)
      },
    },
  },
})

export const LISTS: readonly Endpoint[] = [
  OFFERINGS,
  MODEL_LIST,
  ORCHESTRATOR_LIST,
  GPU_LIST,
  PIPELINE_LIST,
  REGION_LIST,
].map(listEndpoint)
