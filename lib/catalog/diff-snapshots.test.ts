import { describe, expect, test } from 'vitest'
import type { Change } from '@/lib/domain/change'
import { addressFromBytes } from '@/lib/domain/eth-address'
import type { LiveRunner } from '@/lib/domain/live-runner'
import type { RunnerListing } from '@/lib/domain/runner-listing'
import { advertising, gpu, model } from '@/lib/domain/testdata/answer'
import { liveRunner } from '@/lib/livepeer/testdata/runner'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { diffSnapshots } from './diff-snapshots'
import { answering, priced, silentSince } from './testdata/look'

const look = (endedAt: number, ...nodes: NodeObservation[]) => ({ endedAt, nodes })
const kinds = (changes: readonly Change[]) => changes.map(({ kind }) => kind)
/** From a look at moment 1010 to one at 1110, one cadence later. */
const between = (before: readonly NodeObservation[], after: readonly NodeObservation[]) =>
  diffSnapshots(look(1_010, ...before), look(1_110, ...after))

const selling = (wei: bigint, perUnits = 1n) => ({
  ...advertising({ 27: { flux: model() } }),
  capabilitiesPrices: [priced('flux', wei, perUnits)],
})
const stated = (wei: bigint, perUnits = 1n) => ({
  kind: 'stated',
  price: { wei, perUnits },
  unit: 'pixel',
})
const flux = { kind: 'ai', pipeline: 'text-to-image', model: 'flux', id: expect.any(String), gpu: null }

test('the first snapshot ever changes nothing, however much is in it', () =>
  expect(diffSnapshots(null, look(1_010, answering(selling(5n))))).toEqual([]))

test('a network that says the same again has no changes', () =>
  expect(between([answering(selling(5n))], [answering(selling(5n), { at: 1_100 })])).toEqual([]))

describe('nodes', () => {
  test('one that a source names for the first time joins, and what it offers is added', () => {
    const changes = between([], [answering(selling(5n), { at: 1_100 })])
    expect(changes).toEqual([
      {
        kind: 'node-joined',
        nodeUri: 'https://a.example:8935',
        orchestrator: addressFromBytes(Uint8Array.of(1)),
        observedAt: 1_100,
        after: { outcome: 'ok', detail: null },
      },
      {
        kind: 'offering-added',
        nodeUri: 'https://a.example:8935',
        orchestrator: addressFromBytes(Uint8Array.of(1)),
        observedAt: 1_100,
        offering: flux,
        after: { state: 'warm', price: stated(5n), capacity: 1 },
      },
    ])
  })

  test('one that no source names any more leaves, with what it offered', () => {
    const changes = between([answering(selling(5n))], [])
    expect(kinds(changes)).toEqual(['node-left', 'offering-gone'])
    expect(changes[1]).toMatchObject({
      reason: 'node-left',
      before: { price: stated(5n) },
      observedAt: 1_110,
    })
  })

  test('one that fails after it answered falls silent and keeps what it offers; answering again it is back', () => {
    const well = answering(selling(5n))
    const silent = silentSince(well, 1_100)
    expect(between([well], [silent])).toEqual([
      expect.objectContaining({
        kind: 'node-silent',
        before: { outcome: 'ok', detail: null },
        after: { outcome: 'timed-out', detail: 'no answer' },
        observedAt: 1_100,
      }),
    ])
    expect(between([silent], [silentSince(silent, 1_105, { kind: 'refused' })])).toEqual([])
    expect(kinds(between([silent], [answering(selling(5n), { at: 1_105 })]))).toEqual(['node-back'])
  })

  test('a silent one loses its offerings once, when they expire; back again it has them again', () => {
    const well = answering(selling(5n), { at: 1_000 })
    const silent = silentSince(well, 1_100)
    // Eight cadences of 100 ms after the answer.
    expect(diffSnapshots(look(1_700, silent), look(1_800, silent))).toEqual([])
    const [gone, ...rest] = diffSnapshots(look(1_800, silent), look(1_801, silent))
    expect(rest).toEqual([])
    expect(gone).toMatchObject({ kind: 'offering-gone', reason: 'expired', observedAt: 1_801 })
    expect(diffSnapshots(look(1_801, silent), look(1_900, silent))).toEqual([])
    const back = answering(selling(6n), { at: 1_950 })
    expect(kinds(diffSnapshots(look(1_900, silent), look(1_960, back)))).toEqual([
      'node-back',
      'offering-added',
    ])
  })

  test('one that only its age takes from two sweeps to the next expires with the second, also when it was not asked', () => {
    const node = answering(selling(5n), { at: 1_000 })
    expect(diffSnapshots(look(1_010, node), look(2_000, node))).toMatchObject([
      { kind: 'node-stale' },
      { kind: 'offering-gone', reason: 'expired' },
    ])
  })

  test('health that turns is a change of its own', () => {
    const health = { state: 'down', since: 1_100, recent: [false], failuresInARow: 3 } as const
    const silent = silentSince(answering({}), 1_050)
    expect(between([silent], [silentSince(silent, 1_100, { health })])).toMatchObject([
      { kind: 'health-changed', before: 'up', after: 'down', observedAt: 1_100 },
    ])
  })

  test('what a silent one last said becomes stale once, after three of its cadences, also when no sweep saw it at that moment', () => {
    const silent = silentSince(answering({}, { at: 1_000 }), 1_100)
    expect(diffSnapshots(look(1_290, silent), look(1_300, silent))).toEqual([])
    expect(diffSnapshots(look(1_300, silent), look(1_301, silent))).toEqual([
      {
        kind: 'node-stale',
        nodeUri: silent.uri,
        orchestrator: addressFromBytes(Uint8Array.of(1)),
        observedAt: 1_301,
        lastAnswerAt: 1_000,
      },
    ])
    expect(diffSnapshots(look(1_301, silent), look(1_400, silent))).toEqual([])
    expect(kinds(diffSnapshots(look(1_200, silent), look(9_000, silent)))).toEqual(['node-stale'])
    const never = { ...silent, lastAnswer: null }
    expect(diffSnapshots(look(1_200, never), look(9_000, never))).toEqual([])
  })

  test('one that is heard again, and falls silent again, becomes stale again', () => {
    const first = silentSince(answering({}, { at: 1_000 }), 1_100)
    const again = answering({}, { at: 1_500 })
    expect(kinds(diffSnapshots(look(1_400, first), look(1_510, again)))).toEqual(['node-back'])
    expect(kinds(diffSnapshots(look(1_510, again), look(1_900, silentSince(again, 1_600))))).toEqual([
      'node-silent',
      'node-stale',
    ])
  })

  test('another place, whoever says so', () => {
    const at = (name: string, from: 'geoip' | 'operator' = 'geoip') =>
      answering({}, { region: { name, from } })
    expect(between([at('eu-west')], [at('eu-west', 'operator')])).toEqual([])
    expect(between([at('eu-west')], [at('us-east')])).toMatchObject([
      {
        kind: 'region-changed',
        before: { name: 'eu-west', from: 'geoip' },
        after: { name: 'us-east' },
        observedAt: 1_110,
      },
    ])
    expect(between([at('eu-west')], [answering({})])).toMatchObject([{ kind: 'region-changed', after: null }])
  })

  test('another version, or none', () => {
    const without = { ...advertising({}), capabilities: null }
    expect(between([answering(advertising({}))], [answering(without)])).toMatchObject([
      { kind: 'version-changed', before: '0.9.1', after: null },
    ])
  })

  test('cards are counted by name: one that is listed twice is one, and only the difference is said', () => {
    const card = (id: string, name: string) => gpu({ id, name })
    const listing = (...cards: ReturnType<typeof card>[]) => ({
      hardware: [
        { pipeline: 'llm', modelId: 'm', gpus: new Map(cards.map((one, slot) => [String(slot), one])) },
      ],
    })
    const before = listing(
      card('1', 'NVIDIA GeForce RTX 4090'),
      card('1', 'NVIDIA GeForce RTX 4090'),
      card('2', 'A'),
    )
    const after = listing(card('3', 'RTX 4090'), card('4', 'RTX 4090'), card('5', 'RTX 4090'))
    expect(between([answering(before)], [answering(after)])).toMatchObject([
      { kind: 'gpu-added', gpu: 'RTX 4090', before: 1, after: 3 },
      { kind: 'gpu-gone', gpu: 'A', before: 1, after: 0 },
    ])
    expect(between([answering(before)], [answering(listing(card('9', 'RTX 4090'), card('2', 'A')))])).toEqual(
      [],
    )
  })
})

describe('offerings', () => {
  test('a price changes as an amount, not as it is written', () => {
    expect(between([answering(selling(5n))], [answering(selling(10n, 2n))])).toEqual([])
    expect(between([answering(selling(5n))], [answering(selling(11n, 2n))])).toEqual([
      {
        kind: 'price-changed',
        nodeUri: 'https://a.example:8935',
        orchestrator: addressFromBytes(Uint8Array.of(1)),
        observedAt: 1_000,
        offering: flux,
        before: stated(5n),
        after: stated(11n, 2n),
      },
    ])
  })

  test('each names the card that it runs on: of several kinds the first', () => {
    const cards = ['NVIDIA H100', 'NVIDIA GeForce RTX 4090', 'RTX 4090', '\u0000'.repeat(1_000)]
    const on = (count: number) => ({
      hardware: [
        {
          pipeline: 'text-to-image',
          modelId: 'flux',
          gpus: new Map(cards.slice(0, count).map((name, i) => [`${i}`, gpu({ id: `${i}`, name })])),
        },
      ],
    })
    const changed = (count: number) =>
      between([answering({ ...selling(5n), ...on(count) })], [answering({ ...selling(6n), ...on(count) })])
    expect(changed(4)).toMatchObject([{ kind: 'price-changed', offering: { gpu: 'H100' } }])
    expect(changed(2)).toMatchObject([{ offering: { gpu: 'H100' } }])
    expect(changed(0)).toMatchObject([{ offering: { gpu: null } }])
  })

  test('zero, missing and unusable are three prices', () => {
    const without = { ...advertising({ 27: { flux: model() } }), priceInfo: null }
    const prices = [selling(0n), without, selling(5n, 0n)]
    for (const [i, before] of prices.entries())
      for (const [j, after] of prices.entries())
        expect(kinds(between([answering(before)], [answering(after)]))).toEqual(
          i === j ? [] : ['price-changed'],
        )
  })

  test('a base price is the price of every model without one of its own', () => {
    const models = advertising({ 27: { a: model(), b: model() } })
    const base = (pricePerUnit: bigint) => ({
      ...models,
      priceInfo: { pricePerUnit, pixelsPerUnit: 1n, capability: 0, constraint: '' },
    })
    expect(kinds(between([answering(base(1n))], [answering(base(2n))]))).toEqual([
      'price-changed',
      'price-changed',
    ])
  })

  test('a base price is the price of transcoding, for nodes that do it', () => {
    const transcoding = (pricePerUnit: bigint) => ({
      capabilities: {
        bitstring: [1n],
        mandatories: [],
        capacities: new Map(),
        version: '',
        constraints: null,
      },
      priceInfo: { pricePerUnit, pixelsPerUnit: 1n, capability: 0, constraint: '' },
    })
    expect(between([answering(transcoding(1n))], [answering(transcoding(2n))])).toMatchObject([
      { kind: 'price-changed', offering: { kind: 'transcoding', model: null } },
    ])
  })

  test('a model is loaded, unloaded, and given more places; how many are in use is no change', () => {
    const serving = (about: Parameters<typeof model>[0]) => advertising({ 27: { flux: model(about) } })
    const changes = between(
      [answering(serving({ warm: false, capacity: 1 }))],
      [answering(serving({ warm: true, capacity: 4, capacityInUse: 3 }))],
    )
    expect(changes).toMatchObject([
      { kind: 'warmed', before: 'cold', after: 'warm' },
      { kind: 'capacity-changed', before: 1, after: 4 },
    ])
    expect(
      between([answering(serving({ warm: true }))], [answering(serving({ warm: false }))]),
    ).toMatchObject([{ kind: 'cooled', before: 'warm', after: 'cold' }])
    const listed = { ...advertising({}), capabilitiesPrices: [priced('flux', 1_200n)] }
    expect(between([answering(serving({ warm: false }))], [answering(listed)])).toMatchObject([
      { kind: 'state-changed', before: 'cold', after: 'priced-only' },
      { kind: 'capacity-changed' },
    ])
    expect(
      between([answering(serving({ capacityInUse: 0 }))], [answering(serving({ capacityInUse: 1 }))]),
    ).toEqual([])
  })

  test('what an answer leaves out is withdrawn, what it names for the first time is added', () => {
    const changes = between(
      [answering(advertising({ 27: { old: model() } }))],
      [answering(advertising({ 27: { ['__proto__']: model() } }), { at: 1_100 })],
    )
    expect(changes).toMatchObject([
      { kind: 'offering-gone', reason: 'withdrawn', offering: { model: 'old' }, observedAt: 1_100 },
      { kind: 'offering-added', offering: { model: '__proto__' } },
    ])
  })

  test('live runners come and go, and expire when their list cannot be read any more', () => {
    const listing = (readAt: number | null, ...runners: LiveRunner[]): RunnerListing => ({
      kind: 'listed',
      detail: null,
      askedAt: 1_000,
      readAt,
      listings: [{ address: 'https://a.example:8935', runners }],
      refused: [],
    })
    const keeping = (runners: RunnerListing, at = 1_000) => answering({}, { at, runners })
    const [one, other] = [liveRunner({ app: 'one/app' }), liveRunner({ app: 'other/app' })]
    expect(between([keeping(listing(1_000, one))], [keeping(listing(1_050, other))])).toMatchObject([
      { kind: 'offering-gone', reason: 'withdrawn', offering: { kind: 'live-runner', pipeline: 'one/app' } },
      { kind: 'offering-added', offering: { pipeline: 'other/app', model: null }, observedAt: 1_050 },
    ])
    // The node answers on, its list does not.
    expect(
      diffSnapshots(
        look(1_700, keeping(listing(1_000, one))),
        look(1_900, keeping(listing(1_000, one), 1_890)),
      ),
    ).toMatchObject([{ kind: 'offering-gone', reason: 'expired' }])
    const none: RunnerListing = { ...listing(null), kind: 'none', listings: [] }
    expect(between([keeping(listing(1_000, one))], [keeping(none)])).toMatchObject([{ reason: 'withdrawn' }])
  })
})

describe('strangers', () => {
  test('a node that flips thousands of prices keeps a bounded number of changes and says how many it has left out', () => {
    const flipping = (wei: bigint) => ({
      capabilitiesPrices: Array.from({ length: 5_000 }, (_, i) => priced(`m${i}`, wei)),
    })
    const well = { uri: 'https://z.example:8935' }
    const changes = between(
      [answering(flipping(1n)), answering(selling(5n), well)],
      [answering(flipping(2n)), answering(selling(6n), well)],
    )
    expect(changes).toHaveLength(502)
    expect(changes[500]).toMatchObject({
      kind: 'many-changes',
      nodeUri: 'https://a.example:8935',
      leftOut: 4_500,
    })
    expect(changes[501]).toMatchObject({ kind: 'price-changed', nodeUri: well.uri })
  })

  test('names and cards of any length and number make changes of bounded size', () => {
    const long = 'x'.repeat(1_000_000)
    const hardware = [
      {
        pipeline: 'llm',
        modelId: '',
        gpus: new Map(
          Array.from({ length: 1_000 }, (_, i) => [
            String(i),
            gpu({ id: `${i}`, name: `${i}${long.slice(0, 1_000)}` }),
          ]),
        ),
      },
    ]
    const changes = between(
      [answering({})],
      [
        answering({
          ...advertising({ 27: { [long]: model() }, 37: { [long]: model() } }),
          hardware,
        }),
      ],
    )
    expect(kinds(changes.slice(0, 4))).toEqual([
      'version-changed',
      'offering-added',
      'offering-added',
      'gpu-added',
    ])
    expect(changes.at(-1)).toMatchObject({ kind: 'many-changes', leftOut: 503 })
    for (const change of changes) {
      const text = JSON.stringify(change, (_, value) => (typeof value === 'bigint' ? String(value) : value))
      expect(text.length).toBeLessThan(1_500)
    }
  })

  test('of several prices for one model the first counts, and says the same in every sweep', () => {
    const twice = { capabilitiesPrices: [priced('m', 9n), priced('m', 5n)] }
    expect(between([answering(twice)], [answering(twice)])).toEqual([])
  })
})
