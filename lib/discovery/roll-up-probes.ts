import type { LevelSpan } from '@/lib/history/cover-span'
import { type ByLevel, LEVEL_MS, LEVELS, type Level, type Span } from '@/lib/history/history-window'
import { attemptsOf, ProbeTallyMaker } from '@/lib/history/probe-tally'
import type {
  OfferPlace,
  OffersPage,
  ProbeRollUps,
  RollUpPage,
  RollUpPlace,
  Subject,
  SubjectTally,
  SweepSpan,
} from '@/lib/store/probe-roll-ups'
import type { TimeSlices } from './time-slices'

export interface RollUpOptions {
  /** Who has to hold the lease for anything to be written; undefined: nobody. */
  readonly holder: string | undefined
  readonly slices: TimeSlices
  /** How long buckets of each level are kept. */
  readonly keepMs: ByLevel<number>
  readonly now: number
}

/** Strangers decide how many models and cards there are: those of most nodes are counted. */
const MOST = { model: 1_000, gpu: 500 } as const
/** In one transaction; a few ms. */
const ROWS_PER_WRITE = 100
const ROWS_PER_READ = 100
const ROWS_PER_DELETE = 500

/**
 * Counts the probes of all buckets that are over: five minutes from the kept sweeps, hours from those, days from hours.
 * A bucket counts once all of it is written, and one that was begun is begun anew, so the work may end at any moment.
 * Rejects when it is given up, and with LeaseLost.
 */
export async function rollUpProbes(store: ProbeRollUps, options: RollUpOptions): Promise<void> {
  await rollUpSweeps(store, options)
  await rollUpBuckets(store, { from: '5m', to: '1h' }, options)
  await rollUpBuckets(store, { from: '1h', to: '1d' }, options)
  await forgetOld(store, options)
}

const startOf = (level: Level, at: number): number => Math.floor(at / LEVEL_MS[level]) * LEVEL_MS[level]

/**
 * A bucket is over when a sweep has begun after it: sweeps follow each other, so what was asked in it has been stored.
 * Time in which nobody swept has no buckets.
 */
async function rollUpSweeps(store: ProbeRollUps, options: RollUpOptions): Promise<void> {
  const { slices } = options
  const last = await store.readLastSweep()
  let at = (await store.readRollUpProgress())['5m'] ?? 0
  while (last) {
    const sweep = await store.readSweepAfter({ endedAt: at, snapshotId: 0 })
    if (!sweep) return
    at = Math.max(at, startOf('5m', sweep.startedAt))
    const span = { from: at, to: at + LEVEL_MS['5m'] }
    if (last.startedAt < span.to) return
    const byNode = await tallyNodes(store, { first: sweep, span }, slices)
    if (byNode.size > 0) {
      const rows = await rowsOfNodes(store, byNode, span, slices)
      await write(store, rows, { level: '5m', at }, options)
    }
    at = span.to
  }
}

/** What was asked in a span, by node. A node that a sweep did not ask stands in it with what it was asked before. */
async function tallyNodes(
  store: ProbeRollUps,
  { first, span }: { first: SweepSpan; span: Span },
  slices: TimeSlices,
): Promise<Map<string, ProbeTallyMaker>> {
  const byNode = new Map<string, ProbeTallyMaker>()
  for (
    let sweep: SweepSpan | null = first;
    sweep && sweep.startedAt < span.to;
    sweep = await store.readSweepAfter(sweep)
  ) {
    for (const { nodeUri, askedAt, kind, latencyMs } of await store.readProbes(sweep.snapshotId))
      if (askedAt >= sweep.startedAt && askedAt >= span.from && askedAt < span.to)
        tallyIn(byNode, nodeUri).addProbe(kind, latencyMs)
    await slices.rest()
  }
  return byNode
}

function tallyIn(tallies: Map<string, ProbeTallyMaker>, key: string): ProbeTallyMaker {
  const known = tallies.get(key) ?? new ProbeTallyMaker()
  tallies.set(key, known)
  return known
}

/** The nodes themselves, all together, and those that offer the same model or have the same cards. */
async function rowsOfNodes(
  store: ProbeRollUps,
  byNode: ReadonlyMap<string, ProbeTallyMaker>,
  span: Span,
  slices: TimeSlices,
): Promise<SubjectTally[]> {
  const network = new ProbeTallyMaker()
  const rows: SubjectTally[] = [{ subject: { kind: 'network', key: '' }, tally: network }]
  for (const [uri, tally] of byNode) {
    network.addTally(tally)
    rows.push({ subject: { kind: 'node', key: uri }, tally })
  }
  for (const kind of ['model', 'gpu'] as const)
    for (const [key, uris] of await nodesOffering(store, kind, { byNode, span }, slices)) {
      const together = new ProbeTallyMaker()
      for (const uri of uris) {
        const tally = byNode.get(uri)
        if (tally) together.addTally(tally)
      }
      rows.push({ subject: { kind, key }, tally: together })
      await slices.rest()
    }
  return rows
}

/** Of the names that most nodes offer, which of the nodes that were asked. */
async function nodesOffering(
  store: ProbeRollUps,
  kind: 'model' | 'gpu',
  { byNode, span }: { byNode: ReadonlyMap<string, unknown>; span: Span },
  slices: TimeSlices,
): Promise<[name: string, uris: Set<string>][]> {
  const nodes = new Map<string, Set<string>>()
  let after: OfferPlace | null = null
  do {
    const page: OffersPage = await store.readOffers(kind, { span, after, limit: ROWS_PER_READ })
    for (const { nodeUri, name } of page.offers) {
      if (!byNode.has(nodeUri)) continue
      const known = nodes.get(name)
      if (known) known.add(nodeUri)
      else nodes.set(name, new Set([nodeUri]))
    }
    after = page.next
    await slices.rest()
  } while (after !== null)
  return [...nodes].sort(([a, ofA], [b, ofB]) => ofB.size - ofA.size || (a < b ? -1 : 1)).slice(0, MOST[kind])
}

/** Coarser buckets from finer ones, as soon as those are complete. */
async function rollUpBuckets(
  store: ProbeRollUps,
  { from: finer, to: level }: { from: Level; to: Level },
  options: RollUpOptions,
): Promise<void> {
  const { [finer]: doneUntil, [level]: before } = await store.readRollUpProgress()
  if (doneUntil === null) return
  let at = before ?? 0
  for (;;) {
    const {
      rows: [first],
    } = await store.readRollUps({ level: finer, from: at, to: doneUntil }, { after: null, limit: 1 })
    if (first === undefined) return
    at = Math.max(at, startOf(level, first.at))
    const end = at + LEVEL_MS[level]
    if (doneUntil < end) return
    const rows = await mergeRows(store, { level: finer, from: at, to: end }, options.slices)
    await write(store, rows, { level, at }, options)
    at = end
  }
}

async function mergeRows(store: ProbeRollUps, span: LevelSpan, slices: TimeSlices): Promise<SubjectTally[]> {
  const merged = new Map<string, { subject: Subject; tally: ProbeTallyMaker }>()
  let after: RollUpPlace | null = null
  do {
    const page: RollUpPage = await store.readRollUps(span, { after, limit: ROWS_PER_READ })
    for (const { subject, tally } of page.rows) {
      const key = `${subject.kind} ${subject.key}`
      const known = merged.get(key) ?? { subject, tally: new ProbeTallyMaker() }
      known.tally.addTally(tally)
      merged.set(key, known)
    }
    after = page.next
    await slices.rest()
  } while (after !== null)
  return mostProbed([...merged.values()])
}

/** Names come and go, so that a long bucket may hold more of them than a short one. */
function mostProbed(rows: readonly SubjectTally[]): SubjectTally[] {
  const of = (kind: 'model' | 'gpu') => {
    const own = rows.filter(({ subject }) => subject.kind === kind)
    if (own.length <= MOST[kind]) return own
    return own
      .map((row) => ({ row, attempts: attemptsOf(row.tally) }))
      .sort((a, b) => b.attempts - a.attempts || (a.row.subject.key < b.row.subject.key ? -1 : 1))
      .slice(0, MOST[kind])
      .map(({ row }) => row)
  }
  const others = rows.filter(({ subject: { kind } }) => kind === 'network' || kind === 'node')
  return [...others, ...of('model'), ...of('gpu')]
}

async function write(
  store: ProbeRollUps,
  rows: readonly SubjectTally[],
  bucket: { readonly level: Level; readonly at: number },
  { holder, slices }: RollUpOptions,
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_PER_WRITE) {
    const isLast = from + ROWS_PER_WRITE >= rows.length
    const part = rows.slice(from, from + ROWS_PER_WRITE)
    await store.writeRollUps(part, { ...bucket, isFirst: from === 0, isLast, holder })
    await slices.rest()
  }
}

/** What is not in the next coarser level yet stays. */
async function forgetOld(store: ProbeRollUps, { keepMs, now, slices }: RollUpOptions): Promise<void> {
  const progress = await store.readRollUpProgress()
  const coarser = { '5m': progress['1h'] ?? 0, '1h': progress['1d'] ?? 0, '1d': now }
  const limits = LEVELS.map((level) => ({
    level,
    before: Math.min(now - keepMs[level], coarser[level]),
    limit: ROWS_PER_DELETE,
  }))
  for (const limit of limits)
    while ((await store.deleteRollUps(limit)) === ROWS_PER_DELETE) await slices.rest()
  const before = Math.min(...limits.map((limit) => limit.before))
  while ((await store.deleteSubjects({ before, limit: ROWS_PER_DELETE })) === ROWS_PER_DELETE)
    await slices.rest()
}
