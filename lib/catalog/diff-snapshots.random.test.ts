import { expect, test } from 'vitest'
import { type SeededRandom, seededRandom } from '@/lib/devnet/seeded-random'
import type { Change, OfferingTerms } from '@/lib/domain/change'
import type { RunnerListing } from '@/lib/domain/runner-listing'
import { advertising, model } from '@/lib/domain/testdata/answer'
import { liveRunner } from '@/lib/livepeer/testdata/runner'
import type { NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import { createCatalog } from './catalog'
import { diffSnapshots } from './diff-snapshots'
import type { Offering } from './offering'
import { answering, priced, silentSince } from './testdata/look'

/** Whoever reads the first list and then nothing but changes knows at every snapshot what the list would say. */
const SEQUENCES = 40
const SNAPSHOTS = 30

type Known = Map<string, { readonly nodeUri: string; readonly terms: OfferingTerms }>

const listed = (offerings: readonly Offering[]): Known =>
  new Map(
    offerings.map(({ id, nodeUri, state, price, unit, capacity }) => [
      id,
      {
        nodeUri,
        terms: {
          state,
          price:
            price.kind === 'stated' ? { kind: price.kind, price: price.price, unit } : { kind: price.kind },
          capacity,
        },
      },
    ]),
  )

/** Equal amounts are equal however they are written. */
const comparable = ({ state, price, capacity }: OfferingTerms) => [
  state,
  capacity,
  price.kind === 'stated' ? `${(price.price.wei * 60n) / price.price.perUnits} ${price.unit}` : price.kind,
]
const contents = (known: Known) =>
  [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, { terms }]) => [id, ...comparable(terms)])

/** What a client does with a change, which must fit what it knows. */
function apply(known: Known, change: Change, reread: (nodeUri: string) => Known): void {
  switch (change.kind) {
    case 'offering-added':
      expect(known.has(change.offering.id)).toBe(false)
      known.set(change.offering.id, { nodeUri: change.nodeUri, terms: change.after })
      return
    case 'offering-gone':
      expect(known.delete(change.offering.id)).toBe(true)
      return
    case 'price-changed':
      update(known, change.offering.id, 'price', change)
      return
    case 'warmed':
    case 'cooled':
    case 'state-changed':
      update(known, change.offering.id, 'state', change)
      return
    case 'capacity-changed':
      update(known, change.offering.id, 'capacity', change)
      return
    case 'many-changes':
      for (const [id, { nodeUri }] of known) if (nodeUri === change.nodeUri) known.delete(id)
      for (const [id, offering] of reread(change.nodeUri)) known.set(id, offering)
      return
    default:
      return
  }
}

function update<Term extends keyof OfferingTerms>(
  known: Known,
  id: string,
  term: Term,
  { before, after }: { readonly before: OfferingTerms[Term]; readonly after: OfferingTerms[Term] },
): void {
  const offering = known.get(id)
  if (!offering) throw new Error(`${id} changed without being there`)
  expect(comparable({ ...offering.terms, [term]: before })).toEqual(comparable(offering.terms))
  known.set(id, { ...offering, terms: { ...offering.terms, [term]: after } })
}

/** The next look of one node; null: it is not listed. */
function nextOf(
  before: NodeObservation | null,
  uri: string,
  now: number,
  random: SeededRandom,
): NodeObservation | null {
  const turn = random.int(0, 9)
  if (turn === 0) return null
  if (before && turn <= 2) return silentSince(before, now)
  if (before && turn === 3) return before
  const models = ['a', 'b', 'c', 'd'].filter(() => random.int(0, 3) > 0)
  const flood = random.int(0, 19) === 0 ? Array.from({ length: 600 }, (_, i) => `f${i}`) : []
  const advertised = models.map((name) => [
    name,
    model({ warm: random.int(0, 1) === 0, capacity: random.int(0, 2) }),
  ])
  const runners: RunnerListing = {
    kind: 'listed',
    detail: null,
    askedAt: now,
    readAt: random.int(0, 3) === 0 ? (before?.runners?.readAt ?? null) : now,
    listings: [
      {
        address: uri,
        runners: ['x/y', 'z']
          .filter(() => random.int(0, 1) === 0)
          .map((app) => liveRunner({ app, capacity: random.int(0, 2) })),
      },
    ],
    refused: [],
  }
  return answering(
    {
      ...advertising({ 27: Object.fromEntries(advertised) }),
      priceInfo: random.pick([null, { pricePerUnit: 7n, pixelsPerUnit: 1n, capability: 0, constraint: '' }]),
      capabilitiesPrices: [...models.filter(() => random.int(0, 1) === 0), ...flood].map((name) =>
        priced(name, BigInt(random.int(0, 4)), BigInt(random.int(0, 3))),
      ),
    },
    { uri, at: now, runners },
  )
}

test.each(Array.from({ length: SEQUENCES }, (_, i) => `sequence ${i}`))('%s', (seed) => {
  const random = seededRandom(seed)
  const uris = ['https://a.example:1', 'https://b.example:1', 'https://c.example:1']
  const look = (nodes: readonly NodeObservation[], endedAt: number) => {
    const about = { id: 1, lastChangeId: null, startedAt: endedAt, cadenceMs: 100, vantage: '', sources: [] }
    const snapshot: Snapshot = { ...about, endedAt, nodes }
    return { snapshot, offerings: listed(createCatalog(snapshot, endedAt).offerings) }
  }
  let now = 10_000
  let before = look([], now)
  const known = new Map(before.offerings)
  for (let i = 0; i < SNAPSHOTS; i++) {
    // Up to twelve cadences: some expire between two looks.
    now += random.int(1, 1_200)
    const nodes = uris.flatMap(
      (uri) =>
        nextOf(before.snapshot.nodes.find((node) => node.uri === uri) ?? null, uri, now - 1, random) ?? [],
    )
    const after = look(nodes, now)
    for (const change of diffSnapshots(before.snapshot, after.snapshot))
      apply(
        known,
        change,
        (nodeUri) => new Map([...after.offerings].filter(([, offering]) => offering.nodeUri === nodeUri)),
      )
    expect(contents(known)).toEqual(contents(after.offerings))
    before = after
  }
})
