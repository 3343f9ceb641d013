import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { createGate } from '@/lib/keys/gate'
import type { PolicyBook } from '@/lib/policies/policy-book'
import type { Pricing } from '@/lib/pricing/pricing'
import type { NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import type { SuspensionBoard } from '@/lib/suspension/suspension-board'
import type { AnswerDeps } from '../endpoint'
import { answerRequest } from '../endpoints'
import { finishAnswer } from '../finish-answer'
import { createReader, type ReaderOptions, type ReadState } from '../reader'
import { answerDeps } from './answer-deps'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface Question {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export type Ask = (path: string, question?: Question) => Promise<Reply>

export interface Asking {
  /** Null: nothing was ever collected. */
  readonly nodes: readonly NodeObservation[] | null
  readonly policies?: PolicyBook
  /** Left out: everybody is trusted, and nothing can be kept. */
  readonly suspensions?: SuspensionBoard
  readonly selector?: AnswerDeps['selector']
  readonly operatorKey?: string
  /** Left out: there are no keys, and none can be kept. */
  readonly keys?: AnswerDeps['keys']
  readonly keyLimits?: AnswerDeps['keyLimits']
  /** Null, or left out: no dollars. */
  readonly rate?: EthUsdQuote | null
  readonly streams?: AnswerDeps['streams']
  /** Null, or left out: nothing is for sale. */
  readonly pricing?: Pricing | null
  /** Where the past is kept; left out: nowhere. */
  readonly store?: ReaderOptions['store']
  /** Left out: nothing was ever measured, and nothing ever stood. */
  readonly history?: AnswerDeps['history']
  readonly leaderboard?: AnswerDeps['leaderboard']
  /** Left out: none is carried, and none is kept. */
  readonly requests?: Pick<AnswerDeps, 'requests' | 'requestRows' | 'requestStreams'>
  /** Instead of one of `nodes`. */
  readonly snapshot?: Snapshot
  /** Some seconds after the nodes of `observation()` answered. */
  readonly now?: number
}

/** Clients over the whole table, in the door's own words. An error of ours fails the test. */
export function asking({
  nodes,
  policies,
  suspensions,
  selector,
  operatorKey,
  keys,
  keyLimits,
  rate = null,
  pricing = null,
  streams,
  store,
  history,
  leaderboard,
  requests,
  snapshot,
  now = 5_000,
}: Asking): Ask {
  const state = stateOf(nodes)
  const reader = createReader(snapshot ? { ...state, snapshot } : state, {
    now: () => now,
    version: 'test',
    rate: () => rate,
    pricing: () => pricing,
    ...(store && { store }),
  })
  const deps: AnswerDeps = {
    ...answerDeps(reader),
    ...(policies && { policies }),
    ...(suspensions && { suspensions }),
    ...(selector && { selector }),
    ...(streams && { streams }),
    ...(history && { history }),
    ...(leaderboard && { leaderboard }),
    ...(keys && { keys, gate: createGate({ keys, auth: 'keys' }) }),
    ...(keyLimits && { keyLimits }),
    ...requests,
    operatorKey: operatorKey ?? null,
    now: () => now,
    onError: (error) => {
      throw error
    },
  }
  return async (path, { method = 'GET', headers: sent = {}, body: text = '' } = {}) => {
    const request = {
      method,
      url: new URL(`http://localhost${path}`),
      header: (name: string) => sent[name] ?? null,
      readBody: async () => Buffer.from(text),
    }
    const { status, headers, bytes } = finishAnswer(await answerRequest(request, deps), request, {
      canEncode: false,
    })
    return { status, headers, text: bytes?.toString() ?? '' }
  }
}

export const stateOf = (nodes: readonly NodeObservation[] | null): ReadState => ({
  snapshot: nodes && {
    id: 1,
    startedAt: 900,
    endedAt: 1_000,
    cadenceMs: 60_000,
    vantage: 'test',
    lastChangeId: null,
    sources: [],
    nodes,
  },
  status: { state: 'idle', settled: 0, total: 0, nextAt: null, lastError: null },
  sources: [],
  readings: new Map(),
  asker: { kind: 'none', address: null },
  isConductor: true,
})
