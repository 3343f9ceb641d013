import { expect, test } from 'vitest'
import { CHANGE_KINDS } from '@/lib/domain/change'
import { type ChangeDto, changeDto } from './change'
import { changeTitle } from './change-title'

const about = {
  id: 1,
  snapshot_id: 1,
  found_at: '2026-11-25T03:40:00.000Z',
  observed_at: '2026-11-25T03:39:00.000Z',
  node_uri: 'https://halcyon-1.localhost:18935',
  orchestrator: null,
}
const offering = {
  id: 'x',
  kind: 'ai',
  pipeline: 'text-to-image',
  model: 'SG161222/RealVisXL',
  gpu: null,
} as const
const outcome = { outcome: 'timed-out', detail: null } as const
const stated = (wei: string, per_units = '1', unit: 'pixel' | 'second' = 'pixel') => ({
  price: { wei, per_units, unit },
  price_problem: null,
})
const none = { price: null, price_problem: 'missing' } as const
const terms = { state: 'warm', ...stated('1'), capacity: null } as const
const price = (before: object, after: object, change_percent: string | null = null): ChangeDto =>
  changeDto.parse({ ...about, kind: 'price-changed', offering, before, after, change_percent })

const TITLES: readonly (readonly [ChangeDto, string])[] = [
  [{ ...about, kind: 'node-joined', before: null, after: outcome }, 'joined'],
  [{ ...about, kind: 'node-left', before: outcome, after: null }, 'left, no source names it any more'],
  [{ ...about, kind: 'node-silent', before: outcome, after: outcome }, 'answers no more (timed-out)'],
  [{ ...about, kind: 'node-back', before: outcome, after: outcome }, 'answers again'],
  [
    { ...about, kind: 'node-stale', last_answer_at: '2026-11-25T03:30:00.000Z' },
    'not heard since 2026-11-25T03:30:00.000Z, what it said is stale',
  ],
  [{ ...about, kind: 'health-changed', before: 'up', after: 'down' }, 'health changed from up to down'],
  [{ ...about, kind: 'version-changed', before: null, after: '1' }, 'version changed from none to 1'],
  [
    { ...about, kind: 'region-changed', before: null, after: { name: 'eu-west', from: 'geoip' } },
    'region changed from unknown to eu-west',
  ],
  [{ ...about, kind: 'gpu-added', gpu: 'H100', before: 1, after: 4 }, '3 × H100 added, 4 in all'],
  [{ ...about, kind: 'gpu-gone', gpu: 'H100', before: 4, after: 0 }, '4 × H100 gone, 0 left'],
  [
    { ...about, kind: 'offering-added', offering, before: null, after: terms },
    'offers text-to-image / RealVisXL',
  ],
  [
    { ...about, kind: 'offering-gone', offering, before: terms, after: null, reason: 'expired' },
    'offers text-to-image / RealVisXL no more (expired)',
  ],
  [
    { ...about, kind: 'suspended', offering, cause: 'odd', by_hand: true, reopens_at: null },
    'text-to-image / RealVisXL is suspended: odd',
  ],
  [
    { ...about, kind: 'resumed', offering: null, suspended_since: '2026-11-25T03:30:00.000Z' },
    'the whole node gets jobs again',
  ],
  [price(stated('8'), stated('7'), '-12.5'), 'price of text-to-image / RealVisXL lowered by 12.5 %'],
  [price(stated('7'), stated('8'), '14.28'), 'price of text-to-image / RealVisXL raised by 14.28 %'],
  [
    price(stated('100000'), stated('99999'), '0'),
    'price of text-to-image / RealVisXL lowered by less than 0.01 %',
  ],
  [
    price(stated('100000', '2'), stated('100001', '2'), '0'),
    'price of text-to-image / RealVisXL raised by less than 0.01 %',
  ],
  [price(stated('0'), stated('5')), 'price of text-to-image / RealVisXL raised from zero'],
  [price(stated('5'), none), 'price of text-to-image / RealVisXL is missing now'],
  [price(none, stated('5')), 'price of text-to-image / RealVisXL is stated now'],
  [
    price(stated('5'), stated('5', '1', 'second')),
    'price of text-to-image / RealVisXL is per second now, it was per pixel',
  ],
  [
    { ...about, kind: 'warmed', offering, before: 'cold', after: 'warm' },
    'text-to-image / RealVisXL is warm',
  ],
  [
    { ...about, kind: 'cooled', offering: { ...offering, model: null }, before: 'warm', after: 'cold' },
    'text-to-image is warm no more (cold)',
  ],
  [
    { ...about, kind: 'state-changed', offering, before: 'cold', after: 'unknown' },
    'text-to-image / RealVisXL changed from cold to unknown',
  ],
  [
    { ...about, kind: 'capacity-changed', offering, before: null, after: 2 },
    'capacity of text-to-image / RealVisXL changed from not stated to 2',
  ],
  [
    { ...about, kind: 'node-silent', before: outcome, after: { outcome: 'reserve-needed', detail: null } },
    'refuses us: reserve-needed',
  ],
  [{ ...about, kind: 'many-changes', left_out: 12 }, '12 further changes are not listed'],
]

test.each(TITLES)('%j', (change, title) =>
  expect(changeTitle(change)).toBe(`halcyon-1.localhost:18935: ${title}`),
)

test('every kind has a title, and a text that is no URI stands as it is', () => {
  const nodes = { nodes_listed: 3, nodes_asked: 1, nodes_answered: 2 }
  const snapshot = { started_at: about.found_at, as_of: about.found_at, ...nodes }
  expect(changeTitle({ ...about, kind: 'snapshot', ...snapshot })).toBe(
    'A sweep ended: of 3 listed nodes 2 answered when last asked',
  )
  expect(
    changeTitle({ ...about, kind: 'node-back', node_uri: 'what?', before: outcome, after: outcome }),
  ).toBe('what?: answers again')
  expect(new Set([...TITLES.map(([{ kind }]) => kind), 'snapshot'])).toEqual(new Set(CHANGE_KINDS))
})
