import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ANSWER_FAULTS, type Fault, PORT_FAULTS } from '@/lib/devnet/behaviour'
import { Devnet } from '@/lib/devnet/devnet'
import { standingFleet } from '@/lib/devnet/standing-fleet'
import type { OutcomeKind } from '@/lib/domain/outcome'
import type { SettledNode } from '@/lib/snapshot/fold-snapshot'
import { sweepNodes } from './sweep'
import { listOf } from './testdata/list-of'
import { loopbackProbe } from './testdata/loopback-probe'

/** What each way to misbehave must be called. */
const EXPECTED: Readonly<Record<Fault['kind'], OutcomeKind>> = {
  refuse: 'refused',
  'black-hole': 'timed-out',
  reset: 'reset',
  'not-tls': 'tls',
  hang: 'timed-out',
  'reset-mid-answer': 'reset',
  'slow-drip': 'timed-out',
  garbage: 'bad-answer',
  html: 'bad-answer',
  oversized: 'too-large',
  endless: 'bad-answer',
  'no-message': 'bad-answer',
  'many-parts': 'bad-answer',
  'huge-trailer': 'error',
  'no-capacity': 'busy',
  'reserve-needed': 'reserve-needed',
  denied: 'denied',
  'internal-error': 'error',
  'no-price': 'no-price',
  'no-address': 'no-address',
  'wrong-address': 'no-address',
  'bad-utf8': 'bad-answer',
}
const FAULTS = [...PORT_FAULTS, ...ANSWER_FAULTS]

let devnet: Devnet
let healthy: string[]
let victim: string

beforeAll(async () => {
  devnet = await Devnet.start({ fleet: standingFleet() })
  healthy = devnet.orchestrators.filter(({ behaviour }) => behaviour.fault === null).map(({ name }) => name)
  victim = healthy[0] ?? ''
  for (const name of healthy) await devnet.orchestrator(name).change({ latencyMs: 0, jitterMs: 0 })
})
afterAll(() => devnet.stop())
afterEach(() => devnet.orchestrator(victim).change({ fault: 'none' }))

/** One sweep over all healthy orchestrators; outcomes by name. */
async function sweep(probeTimeoutMs = 2_500): Promise<Map<string, SettledNode['result']>> {
  const uris = healthy.map((name) => devnet.orchestrator(name).uri)
  let settled = 0
  const results = await sweepNodes(listOf(uris), loopbackProbe, {
    probeTimeoutMs,
    probeConcurrency: 100,
    signal: new AbortController().signal,
    onSettled: () => {
      settled += 1
    },
  })
  expect(settled).toBe(uris.length)
  const byUri = new Map(results.map(({ uri, result }) => [uri, result]))
  return new Map(
    healthy.map((name) => {
      const result = byUri.get(devnet.orchestrator(name).uri)
      if (!result) throw new Error(`${name} has no outcome`)
      return [name, result]
    }),
  )
}

test('at least 40 orchestrators answer when nothing is wrong, and say that they are simulated', async () => {
  const results = [...(await sweep()).values()]
  expect(results.length).toBeGreaterThanOrEqual(39)
  for (const result of results) expect(result).toMatchObject({ isSimulated: true })
})

describe('a node that misbehaves costs one outcome of its own class, and harms none of the others', () => {
  test('every fault of the devnet is expected here', () =>
    expect(Object.keys(EXPECTED).sort()).toEqual([...FAULTS].sort()))

  test.each(FAULTS)('%s', async (fault) => {
    await devnet.orchestrator(victim).change({ fault })
    const results = await sweep()
    expect(results.get(victim)).toMatchObject({ kind: EXPECTED[fault] })
    const others = [...results].filter(([name]) => name !== victim)
    expect(
      others
        .filter(([, { kind }]) => kind !== 'ok' && kind !== 'no-price')
        .map(([name, { kind }]) => [name, kind]),
    ).toEqual([])
    // What is stored and shown of a stranger's text is short and clean.
    expect(results.get(victim)?.detail?.length ?? 0).toBeLessThanOrEqual(301)
  })
})

test('a sweep that is given up rejects, and leaves no probe running', async () => {
  await devnet.orchestrator(victim).change({ fault: 'hang' })
  const stopping = new AbortController()
  const uris = [devnet.orchestrator(victim).uri]
  const sweeping = sweepNodes(listOf(uris), loopbackProbe, {
    probeTimeoutMs: 60_000,
    probeConcurrency: 1,
    signal: stopping.signal,
    onSettled: () => {},
  })
  setImmediate(() => stopping.abort(new Error('stopping')))
  await expect(sweeping).rejects.toThrow('stopping')
})
