import type { HistoryMetric, HistorySubjectKind } from '@/lib/domain/history-metric'
import { jsonAnswer } from '../answer'
import { historyDto } from '../contract/history'
import type { Endpoint } from '../endpoint'
import { findSubject } from '../history/find-subject'
import { answerHistory } from '../history/history-answer'
import { historyParameters, parseHistoryQuery } from '../history/history-query'
import type { ExampleDoc, OperationDoc } from '../operation-doc'
import { badParameters, problem } from '../problem'
import { OFFERING_HISTORIES } from './offering-histories'
import { notCollected } from './respond'

interface HistoryOptions {
  readonly path: `/api/v1/${string}/history`
  /** The name of the segment that says of what; null: the whole network. */
  readonly segment: string | null
  readonly takesSlashes?: boolean
  readonly summary: string
  readonly about?: NonNullable<OperationDoc['segments']>[string]
  /** Those that have a meaning for it, the default first. */
  readonly metrics: readonly HistoryMetric[]
}

const history = (kind: HistorySubjectKind, options: HistoryOptions): Endpoint => ({
  path: options.path,
  ...(options.takesSlashes && { takesSlashes: true }),
  operations: {
    GET: {
      doc: {
        summary: options.summary,
        description:
          'At most 300 points. Prices, capacities and cards are exact, weighted by how long they stood; latency and availability are of all probes, and percentiles of merged counts, never of percentiles. Nodes that fail are asked less often, so the availability of several nodes together is of our questions and not of the nodes; of the network each point also says how many nodes were listed, and how many of them could be reached. Supply is what stood when each bucket ended. What is gone is found by the very name that it had.',
        tag: 'History',
        ...(options.segment !== null && options.about && { segments: { [options.segment]: options.about } }),
        parameters: historyParameters(options.metrics),
        answer: {
          status: 200,
          description: 'A point for every bucket; what is not known is null.',
          content: { 'application/json': historyDto },
        },
        examples: examplesOf(options.metrics),
      },
      async handle(request, deps) {
        const { url, segments } = request
        const { reader, history: store } = deps
        const look = reader.look()
        const reading = parseHistoryQuery(url.searchParams, {
          metrics: options.metrics,
          now: deps.now(),
          lookedAt: look?.endedAt ?? 0,
        })
        if (!reading.ok) return badParameters(reading.errors)
        const asked = options.segment === null ? '' : (segments[options.segment] ?? '')
        const found = await findSubject(kind, asked, deps)
        if (found.kind === 'missing') return problem('not-found', found.reason)
        if (found.kind === 'nothing-collected' || look === null) return notCollected(reader)
        return jsonAnswer(await answerHistory({ subject: found.subject, query: reading.query, store, look }))
      },
    },
  },
})

const TITLES: Readonly<Record<HistoryMetric, string>> = {
  price: 'What a day of prices looked like',
  latency: 'How fast it answered in a week, by the hour',
  availability: 'How often it was reached in a month, by the day',
  capacity: 'Places in a day',
  gpus: 'Cards in three months',
  supply: 'How much was offered in a week',
}
const QUERIES: Readonly<Record<HistoryMetric, string>> = {
  price: '?metric=price',
  latency: '?metric=latency&window=7d&step=1h',
  availability: '?metric=availability&window=30d&step=1d',
  capacity: '?metric=capacity&step=30m',
  gpus: '?metric=gpus&window=90d',
  supply: '?metric=supply&window=7d&step=1h',
}
const examplesOf = (metrics: readonly HistoryMetric[]): ExampleDoc[] =>
  metrics.map((metric) => ({ title: TITLES[metric], query: QUERIES[metric] }))

/** Numbers over time. */
export const HISTORY: readonly Endpoint[] = [
  OFFERING_HISTORIES,
  history('network', {
    path: '/api/v1/network/history',
    segment: null,
    summary: 'The network over time',
    metrics: ['availability', 'latency', 'price', 'capacity', 'gpus', 'supply'],
  }),
  history('offering', {
    path: '/api/v1/offerings/{id}/history',
    segment: 'id',
    summary: 'One offering over time: its price, its places, and how its node did',
    about: { description: 'As in the list of offerings.', example: 'bd23c1944a4268a0' },
    metrics: ['price', 'latency', 'availability', 'capacity'],
  }),
  history('model', {
    path: '/api/v1/models/{id}/history',
    segment: 'id',
    takesSlashes: true,
    summary: 'One model over time, over all nodes that offer it',
    about: { description: 'As for one model.', example: 'RealVisXL_V4.0_Lightning' },
    metrics: ['price', 'latency', 'availability', 'capacity'],
  }),
  history('orchestrator', {
    path: '/api/v1/orchestrators/{address}/history',
    segment: 'address',
    summary: 'One orchestrator over time, its nodes together',
    about: {
      description: 'Who gets paid, in any case. Probes and cards are of the nodes that are its own now.',
      example: '0x422fD22F9322d9C451a85869E84a82C9d8c556D0',
    },
    metrics: ['price', 'latency', 'availability', 'capacity', 'gpus'],
  }),
  history('node', {
    path: '/api/v1/nodes/{id}/history',
    segment: 'id',
    takesSlashes: true,
    summary: 'One node over time',
    about: { description: 'As for one node.', example: 'halcyon-1.localhost:18935' },
    metrics: ['availability', 'latency', 'price', 'capacity', 'gpus'],
  }),
  history('gpu', {
    path: '/api/v1/gpus/{name}/history',
    segment: 'name',
    takesSlashes: true,
    summary: 'Cards of one name over time, and the nodes that have them',
    about: { description: 'The short name, `RTX 4090`, in any case.', example: 'RTX 4090' },
    metrics: ['gpus', 'price', 'latency', 'availability', 'capacity'],
  }),
]
