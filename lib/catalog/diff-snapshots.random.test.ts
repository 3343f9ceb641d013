import { expect, test } from 'vitest'
import type { Change } from '@/lib/domain/change'
import { seededRandom } from '@/lib/domain/seeded-random'
import type { NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import { createCatalog } from './catalog'
import { changesByNode, diffSnapshots } from './diff-snapshots'
import { apply, contents, listed } from './testdata/known-offerings'
import { nextOf } from './testdata/next-look'

const SEQUENCES = 40
const SNAPSHOTS = 30
const URIS = ['https://a.example:1', 'https://b.example:1', 'https://c.example:1']

const look = (nodes: readonly NodeObservation[], endedAt: number) => {
  const about = { id: 1, lastChangeId: null, startedAt: endedAt, cadenceMs: 100, vantage: '', sources: [] }
  const snapshot: Snapshot = { ...about, endedAt, nodes }
  return { snapshot, offerings: listed(createCatalog(snapshot, endedAt).offerings) }
}
type Look = ReturnType<typeof look>

/** Snapshots one after the other, between which some things expire. */
function looks(seed: string, count: number): Look[] {
  const random = seededRandom(seed)
  let now = 10_000
  const all = [look([], now)]
  while (all.length < count) {
    // Up to twelve cadences.
    now += random.int(1, 1_200)
    const before = all.at(-1)?.snapshot.nodes ?? []
    const nodes = URIS.flatMap(
      (uri) => nextOf(before.find((node) => node.uri === uri) ?? null, uri, now - 1, random) ?? [],
    )
    all.push(look(nodes, now))
  }
  return all
}

test.each(Array.from({ length: SEQUENCES }, (_, i) => `sequence ${i}`))(
  'whoever reads the first list and then nothing but changes knows at every snapshot what the list would say: %s',
  (seed) => {
    const [first, ...others] = looks(seed, SNAPSHOTS)
    if (!first) throw new Error('no looks')
    const known = new Map(first.offerings)
    let before = first
    for (const after of others) {
      for (const change of diffSnapshots(before.snapshot, after.snapshot))
        apply(
          known,
          change,
          (nodeUri) => new Map([...after.offerings].filter(([, offering]) => offering.nodeUri === nodeUri)),
        )
      expect(contents(known)).toEqual(contents(after.offerings))
      before = after
    }
  },
)

/** What remains of changes, whatever happened in between: by subject and property, from the first value to the last. */
function netOf(changes: readonly Change[]): string[] {
  const spans = new Map<string, { readonly before: string; after: string }>()
  for (const change of changes) {
    for (const [subject, before, after] of turnsOf(change)) {
      const known = spans.get(subject)
      // Each goes on from where the one before has led.
      if (known) expect([subject, before]).toEqual([subject, known.after])
      spans.set(subject, { before: known?.before ?? before, after })
    }
  }
  return [...spans]
    .filter(([, { before, after }]) => before !== after)
    .map(([subject, { before, after }]) => `${subject}: ${before} → ${after}`)
    .sort()
}

function turnsOf(change: Change): [subject: string, before: string, after: string][] {
  if (change.kind === 'snapshot') return []
  const { nodeUri } = change
  switch (change.kind) {
    case 'node-joined':
      return [[nodeUri, 'absent', 'listed']]
    case 'node-left':
      return [[nodeUri, 'listed', 'absent']]
    case 'offering-added':
      return [[change.offering.id, 'absent', 'offered']]
    case 'offering-gone':
      return [[change.offering.id, 'offered', 'absent']]
    case 'version-changed':
      return [[`${nodeUri} version`, String(change.before), String(change.after)]]
    case 'region-changed':
      return [[`${nodeUri} region`, String(change.before?.name), String(change.after?.name)]]
    case 'gpu-added':
    case 'gpu-gone':
      return [[`${nodeUri} ${change.gpu}`, String(change.before), String(change.after)]]
    default:
      return []
  }
}

test.each(Array.from({ length: SEQUENCES }, (_, i) => `sequence ${i}`))(
  'all changes between two snapshots amount to the difference of the two: %s',
  (seed) => {
    const random = seededRandom(`${seed} spans`)
    const all = looks(seed, SNAPSHOTS)
    const [first, last] = [random.int(0, SNAPSHOTS / 2), random.int(SNAPSHOTS / 2 + 1, SNAPSHOTS - 1)]
    const span = all.slice(first, last + 1)
    const [from, to] = [span[0], span.at(-1)]
    if (!from || !to) throw new Error('no span')
    const feed = span.slice(1).flatMap((after, i) => {
      const before = span[i]
      return before ? [...changesByNode(before.snapshot, after.snapshot)].flat() : []
    })
    const difference = [...changesByNode(from.snapshot, to.snapshot)].flat()
    // One that left and came back is known anew, and says nothing of how it was before.
    const isSteady = (change: Change) =>
      'nodeUri' in change &&
      span.every(({ snapshot }) => snapshot.nodes.some(({ uri }) => uri === change.nodeUri))
    const ofSteady = (changes: readonly Change[]) => netOf(changes.filter(isSteady))
    expect(ofSteady(feed)).toEqual(ofSteady(difference))
    const isPresence = ({ kind }: Change) => /^node-(joined|left)$|^offering-/.test(kind)
    expect(netOf(feed.filter(isPresence))).toEqual(netOf(difference.filter(isPresence)))
    // And whoever knows the first list knows the last.
    const known = new Map(from.offerings)
    for (const change of difference) apply(known, change, () => new Map())
    expect(contents(known)).toEqual(contents(to.offerings))
  },
)
