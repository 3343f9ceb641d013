import { expect, test } from 'vitest'
import type { LiveRunner } from '@/lib/domain/live-runner'
import { liveRunner } from '@/lib/livepeer/testdata/runner'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { runnerOfferings } from './runner-offerings'

const offerings = (runners: LiveRunner[], now = 2_000) =>
  runnerOfferings(
    {
      ...observation({
        cadenceMs: 1_000,
        runners: {
          kind: 'timed-out',
          detail: null,
          askedAt: 1_500,
          readAt: 1_000,
          listings: [{ address: 'a', runners }],
          refused: [],
        },
      }),
      lastAnswer: lastAnswer(),
    },
    now,
    { region: { name: 'eu-west', from: 'node' } },
  )

test('a runner is an offering whose pipeline is its app, warm, at its own price and unit, on its own card', () =>
  expect(offerings([liveRunner({ capacity: 4, capacityUsed: 1 })])).toMatchObject([
    {
      kind: 'live-runner',
      pipeline: 'daydream/scope',
      model: null,
      state: 'warm',
      unit: 'second',
      price: { kind: 'stated', price: { wei: 123_456n, perUnits: 1n } },
      capacity: 4,
      capacityInUse: 1,
      gpus: [{ key: 'GPU-1', reportedName: 'NVIDIA H100', memoryTotalBytes: 81_559n * 1024n * 1024n }],
      region: { name: 'eu-west' },
      runnerVersion: '1.2.0',
      observedAt: 1_000,
    },
  ]))

test('two runners of one app are two offerings, the same ones in every sweep', () => {
  const two = [liveRunner(), liveRunner({ url: 'https://a.example:8935/apps/2/session' })]
  const ids = offerings(two).map(({ id }) => id)
  expect(new Set(ids).size).toBe(2)
  expect(offerings(two, 3_000).map(({ id }) => id)).toEqual(ids)
})

test('a runner without a price, a card and places states none of them', () =>
  expect(offerings([liveRunner({ price: null, gpu: null, capacity: 0, capacityUsed: 0 })])).toMatchObject([
    { price: { kind: 'missing' }, unit: 'unit', gpus: [], capacity: null, capacityInUse: null },
  ]))

test('a list that has expired offers nothing', () => {
  expect(offerings([liveRunner()], 9_000)).toHaveLength(1)
  expect(offerings([liveRunner()], 9_001)).toEqual([])
})

test('a runner that is listed again is one offering, and the first entry counts', () => {
  const again = [liveRunner({ capacity: 4, capacityUsed: 0 }), liveRunner({ capacity: 9 }), liveRunner()]
  expect(offerings(again)).toMatchObject([{ capacity: 4, capacityInUse: 0 }])
})

test.each([
  [
    { capacity: -4, capacityUsed: 1 },
    { capacity: null, capacityInUse: null },
  ],
  [
    { capacity: 4, capacityUsed: -9_007_199_254_740_991 },
    { capacity: 4, capacityInUse: null },
  ],
])('places below zero are none: %j', (stated, places) =>
  expect(offerings([liveRunner(stated)])).toMatchObject([places]),
)
