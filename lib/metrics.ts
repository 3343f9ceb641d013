import { Gauge, Registry } from 'prom-client'
import type { Metrics } from '@/lib/api/endpoint'
import type { Reader } from '@/lib/api/reader'
import { OUTCOME_KINDS } from '@/lib/domain/outcome'
import type { RoutedRequest } from '@/lib/domain/routed-request'
import { STORE_STATES } from '@/lib/domain/store-state'
import { SUSPENSION_SCOPES, SUSPENSION_STATES } from '@/lib/domain/suspension'
import type { RequestJournal } from '@/lib/requests/request-journal'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import type { StoreHealth } from '@/lib/store/store-health'
import type { SuspensionBoard } from '@/lib/suspension/suspension-board'
import { createRequestMetrics } from './request-metrics'

export interface MetricsDeps {
  readonly snapshot: () => Snapshot | null
  readonly isConductor: () => boolean
  readonly reader: Pick<Reader, 'summary'>
  readonly suspensions: Pick<SuspensionBoard, 'list'>
  readonly storeHealth: () => StoreHealth
  readonly requests: Pick<RequestJournal, 'inFlight' | 'waiting' | 'dropped'>
  /** Streams of live video and of own capabilities that go on. */
  readonly liveStreams: () => number
  readonly version: string
  readonly now: () => number
}

const PREFIX = 'livepeer_offerings_'

/**
 * How this server does, for Prometheus. Labels have values of closed sets alone, so that strangers cannot make series:
 * who and what it is about stands in the API.
 */
export function createMetrics(
  deps: MetricsDeps,
): Metrics & { /** Tells of a request that has ended. */ readonly record: (record: RoutedRequest) => void } {
  // Its own, since the package's default one would be shared by whoever else loads it.
  const registry = new Registry()
  const gauge = <Label extends string>(
    name: string,
    help: string,
    collect: (gauge: Gauge<Label>) => void,
    labelNames: readonly Label[] = [],
  ) =>
    new Gauge<Label>({
      name: PREFIX + name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset()
        // What is not known is left out: without labels a gauge begins with zero, which would be a number.
        if (labelNames.length === 0) this.remove()
        collect(this)
      },
    })

  gauge('build_info', 'The version of this server.', (it) => it.set({ version: deps.version }, 1), [
    'version',
  ])
  gauge('conducts', 'Whether this process sweeps: 1, or 0 where another one on its store does.', (it) =>
    it.set(Number(deps.isConductor())),
  )
  gauge('sweep_age_seconds', 'Since the latest sweep ended; absent while none has.', (it) => {
    const snapshot = deps.snapshot()
    if (snapshot) it.set(Math.max(0, deps.now() - snapshot.endedAt) / 1_000)
  })
  gauge(
    'nodes',
    'Listed nodes by how their latest probe ended.',
    (it) => {
      const counts = countBy(deps.snapshot()?.nodes ?? [], ({ kind }) => kind)
      for (const outcome of OUTCOME_KINDS) it.set({ outcome }, counts.get(outcome) ?? 0)
    },
    ['outcome'],
  )
  gauge(
    'offerings',
    'Offerings that can be bought now, by state; absent before the first sweep.',
    (it) => {
      const summary = deps.reader.summary()
      if (summary === null) return
      const { total: _, ...byState } = summary.offerings
      for (const [state, count] of Object.entries(byState)) it.set({ state }, count)
    },
    ['state'],
  )
  gauge(
    'suspensions',
    'Offerings and nodes that are not trusted now, by state.',
    (it) => {
      const counts = countBy(deps.suspensions.list(), ({ scope, admission }) => `${scope} ${admission.kind}`)
      for (const scope of SUSPENSION_SCOPES)
        for (const state of SUSPENSION_STATES) it.set({ scope, state }, counts.get(`${scope} ${state}`) ?? 0)
    },
    ['scope', 'state'],
  )
  gauge(
    'store_state',
    'How the database does: 1 for the state it is in, 0 for the others.',
    (it) => {
      const { state: current } = deps.storeHealth()
      for (const state of STORE_STATES) it.set({ state }, Number(state === current))
    },
    ['state'],
  )
  gauge('store_size_bytes', 'Of the database; absent where it cannot be told.', (it) => {
    const { sizeBytes } = deps.storeHealth()
    if (sizeBytes !== null) it.set(sizeBytes)
  })
  gauge('store_free_bytes', 'On the disk of the database; absent where it cannot be told.', (it) => {
    const { freeBytes } = deps.storeHealth()
    if (freeBytes !== null) it.set(freeBytes)
  })
  gauge('live_streams', 'Streams of live video and of own capabilities that go on.', (it) =>
    it.set(deps.liveStreams()),
  )
  const record = createRequestMetrics(registry, { prefix: PREFIX, requests: deps.requests })
  return { contentType: registry.contentType, text: () => registry.metrics(), record }
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) {
    const key = keyOf(item)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
