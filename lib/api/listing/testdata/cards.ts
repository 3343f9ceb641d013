import { seededRandom } from '@/lib/domain/seeded-random'
import type { Decimal } from '../decimal'
import type { ListQuery } from '../list-query'
import type { ListSchema } from '../list-schema'
import { parseListQuery } from '../parse-list-query'

/** An invented row with a field of every kind. */
export interface Card {
  readonly id: string
  readonly maker: string | null
  readonly state: string
  readonly tags: readonly string[]
  readonly latencyMs: number | null
  readonly unit: string
  readonly price: Decimal | null
  readonly isSpare: boolean | null
  readonly seenAt: number | null
}

export const card = (more: Partial<Card> = {}): Card => ({
  id: 'card',
  maker: 'Halcyon',
  state: 'warm',
  tags: [],
  latencyMs: 12,
  unit: 'pixel',
  price: { numerator: 1n, denominator: 1n },
  isSpare: false,
  seenAt: 0,
  ...more,
})

const STATES = ['warm', 'cold', 'unknown']

export const CARDS: ListSchema<Card> = {
  name: 'cards',
  fields: [
    { name: 'id', kind: 'text', read: ({ id }) => id, isFilter: true, isSort: true },
    { name: 'maker', kind: 'text', read: ({ maker }) => maker, isFilter: true, isSort: true },
    { name: 'state', kind: 'text', values: STATES, read: ({ state }) => state, isFilter: true, isSort: true },
    { name: 'tags', kind: 'text', read: ({ tags }) => tags, isFilter: true, isSort: true },
    { name: 'latency_ms', kind: 'number', read: ({ latencyMs }) => latencyMs, isFilter: true, isSort: true },
    { name: 'unit', kind: 'text', read: ({ unit }) => unit, isFilter: true, isSort: true },
    {
      name: 'price',
      kind: 'decimal',
      read: ({ price }) => price,
      isFilter: true,
      isSort: true,
      guard: (filters) =>
        filters.some(({ field, ...rest }) => field === 'unit' && 'values' in rest && rest.values.length === 1)
          ? null
          : 'needs exactly one unit',
    },
    { name: 'is_spare', kind: 'boolean', read: ({ isSpare }) => isSpare, isFilter: true, isSort: true },
    { name: 'seen_at', kind: 'moment', read: ({ seenAt }) => seenAt, isFilter: true, isSort: true },
    { name: 'note', kind: 'text', read: () => 'only shown' },
  ],
  id: ({ id }) => id,
  searched: ({ id, maker, tags }) => [id, ...(maker === null ? [] : [maker]), ...tags],
  facets: ['maker', 'state', 'tags', 'is_spare'],
  includes: ['facets', 'history'],
  defaultSort: [{ field: 'latency_ms', isDescending: false }],
  defaultLimit: 20,
  maxLimit: 500,
}

/** The same rows for the same seed, with many ties and many unknowns. */
export function someCards(n: number, seed: string): Card[] {
  const random = seededRandom(seed)
  const maybe = <T>(value: T): T | null => (random.next() < 0.2 ? null : value)
  return random.shuffle(
    Array.from({ length: n }, (_, i) => ({
      id: `card-${i}`,
      maker: maybe(random.pick(['Halcyon', 'Ærø, Ltd', 'straße 9', '=SUM(A1)', 'Halcyon "2"'])),
      state: random.pick(['warm', 'cold', 'unknown']),
      tags: Array.from({ length: random.int(0, 3) }, () =>
        random.pick(['red', 'green', 'blue,ish', 'x%2Cy']),
      ),
      latencyMs: maybe(random.int(-3, 30) / 2),
      unit: random.pick(['pixel', 'token']),
      price: maybe({ numerator: BigInt(random.int(0, 9)), denominator: BigInt(random.int(1, 4)) }),
      isSpare: maybe(random.next() < 0.5),
      seenAt: maybe(Date.UTC(2026, 0, random.int(1, 9), 12, 30, 0, random.int(0, 2))),
    })),
  )
}

/** The query of a text that has to be one. */
export function cardQuery(search: string): ListQuery {
  const result = parseListQuery(new URLSearchParams(search), CARDS)
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result.query
}
