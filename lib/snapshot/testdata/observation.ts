import { answer } from '@/lib/domain/testdata/answer'
import type { FoldedSnapshot, LastAnswer, NodeObservation } from '../snapshot'

/** An answer given at moment 1000; say only what the test is about. */
export const lastAnswer = (about: Partial<LastAnswer> = {}): LastAnswer => ({
  answer: answer(),
  answeredAt: 1_012.25,
  latencyMs: 12.25,
  roundTrip: { dnsMs: 0, connectMs: 1.5, tlsMs: 4, answerMs: 6.5 },
  isSimulated: false,
  address: '203.0.113.7',
  ...about,
})

/** A node that answers. */
export const observation = (about: Partial<NodeObservation> = {}): NodeObservation => ({
  uri: 'https://a.example:8935',
  sources: [{ name: 'list', times: 1, orchestrators: [], score: null, firstAt: 500, lastAt: 1_000 }],
  cadenceMs: 60_000,
  kind: 'ok',
  detail: null,
  askedAt: 1_000,
  failingSince: null,
  health: { state: 'up', since: 500, recent: [true], failuresInARow: 0 },
  lastAnswer: lastAnswer(),
  runners: null,
  region: null,
  ...about,
})

/** Of a sweep that found nobody. */
export const foldedSnapshot = (about: Partial<FoldedSnapshot> = {}): FoldedSnapshot => ({
  startedAt: 900,
  endedAt: 1_100,
  cadenceMs: 60_000,
  vantage: 'test',
  sources: [],
  nodes: [],
  ...about,
})
