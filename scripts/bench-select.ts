/**
 * What a choice costs over 10,000 offerings: in process, and asked at the lean door beside a bare server that answers
 * the same bytes. `npm run bench:select -- --rounds 400`
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { answerRequest } from '@/lib/api/endpoints'
import { openLeanDoor } from '@/lib/api/lean-door'
import { createReader } from '@/lib/api/reader'
import { readJob } from '@/lib/api/selection/read-job'
import { answerDeps } from '@/lib/api/testdata/answer-deps'
import { stateOf } from '@/lib/api/testdata/asking'
import { percentile } from '@/lib/catalog/percentile'
import { Selector } from '@/lib/routing/selector'
import { simulatedHistory } from '@/lib/snapshot/testdata/simulated-history'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '400' } } })
const ROUNDS = Number(values.rounds)
const NOW = 1_000_000

const [first] = simulatedHistory({ nodes: 1_000, startAt: NOW - 30_000, sweeps: 1, everyMs: 60_000 })
if (!first) throw new Error('there is no network')
const reader = createReader(
  { ...stateOf([]), snapshot: { ...first.folded, id: 1, lastChangeId: null } },
  { now: () => NOW, version: 'bench' },
)
const market = reader.market()
if (!market) throw new Error('there is nothing to choose from')
const { offerings } = market.catalog
// The same network, in which everybody offers one and the same.
const alike = {
  ...market.catalog,
  offerings: offerings.map((offering) => ({
    ...offering,
    kind: 'ai' as const,
    pipeline: 'text-to-image',
    model: 'everybodys/model',
    unit: 'pixel' as const,
  })),
}
const [sample] = offerings.filter(({ pipeline }) => pipeline === 'text-to-image')
const selector = new Selector({ now: () => NOW, reliability: () => 99 })
const RULES = {
  warm: 'required' as const,
  max_price: '50000',
  min_reliability: 95,
  gpu: ['RTX 4090', 'RTX 5090'] as string[],
  min_node_version: '0.7.0',
  max_age_ms: 600_000,
}

const cases = [
  {
    name: 'one model',
    catalog: market.catalog,
    body: { pipeline: 'text-to-image', model: sample?.model ?? '' },
  },
  { name: 'one pipeline', catalog: market.catalog, body: { pipeline: 'text-to-image' } },
  {
    name: 'everybody the same',
    catalog: alike,
    body: { pipeline: 'text-to-image', model: 'everybodys/model' },
  },
]
const questions = cases.flatMap(({ name, catalog, body }) =>
  (['cheapest', 'balanced', 'spread', 'stake-weighted'] as const).flatMap((strategy) =>
    [
      { rules: 'no rules', more: {} },
      { rules: 'six rules', more: RULES },
    ].map(({ rules, more }) => {
      const reading = readJob({ ...body, strategy, ...more }, { index: selector.index(catalog), rate: null })
      if (!reading.ok) throw new Error(JSON.stringify(reading.errors))
      return { name: `${name}, ${strategy}, ${rules}`, catalog, job: reading.job, times: [] as number[] }
    }),
  ),
)
for (let round = -20; round < ROUNDS; round++)
  for (const question of questions) {
    const before = performance.now()
    selector.select(question.catalog, question.job, { seed: String(round) })
    if (round >= 0) question.times.push(performance.now() - before)
  }
console.log(`${offerings.length} offerings, ${ROUNDS} rounds; in process, ms:`)
for (const { name, times, catalog, job } of questions) {
  const { ranking, rejected } = selector.select(catalog, job, { seed: '0' })
  const [p50, p95] = [percentile(times, 50), percentile(times, 95)]
  console.log(
    `${name.padEnd(46)} p50 ${p50?.toFixed(2).padStart(6)}  p95 ${p95?.toFixed(2).padStart(6)}  ${ranking.candidates.length} ranked, ${rejected.length} rejected`,
  )
}

const deps = { ...answerDeps(reader), selector, now: () => NOW, onError: console.error }
const door = await openLeanDoor((request) => answerRequest(request, deps), { port: 0 })
const urlOf = (server: { address(): AddressInfo | string | null }): string => {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  return `http://127.0.0.1:${address.port}/api/v1/select`
}
console.log('over HTTP, one client, ms:')
for (const { name, body } of cases.slice(0, 2)) {
  const text = JSON.stringify({ ...body, seed: '0' })
  const post = async (url: string): Promise<string> =>
    (await fetch(url, { method: 'POST', body: text, headers: { 'content-type': 'application/json' } })).text()
  const answer = await post(urlOf(door))
  const bare = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(answer))
  })
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
  const times: Record<'door' | 'bare', number[]> = { door: [], bare: [] }
  for (let round = -20; round < ROUNDS; round++)
    for (const [kind, server] of [
      ['door', door],
      ['bare', bare],
    ] as const) {
      const before = performance.now()
      await post(urlOf(server))
      if (round >= 0) times[kind].push(performance.now() - before)
    }
  bare.close()
  const told = (list: number[]): string =>
    `p50 ${percentile(list, 50)?.toFixed(2)} p95 ${percentile(list, 95)?.toFixed(2)}`
  console.log(`${name.padEnd(20)} ${answer.length} bytes: door ${told(times.door)}; bare ${told(times.bare)}`)
}
door.close()
