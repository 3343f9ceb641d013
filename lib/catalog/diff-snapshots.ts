import { boundedName } from '@/lib/domain/bounded-name'
import type {
  GoneReason,
  NodeChange,
  NodeOutcome,
  OfferingChange,
  OfferingTerms,
  StatedAmount,
} from '@/lib/domain/change'
import type { OfferingState } from '@/lib/domain/facet'
import { staleAfter } from '@/lib/domain/freshness'
import { comparePrice } from '@/lib/domain/price'
import { saysTheSame } from '@/lib/domain/says-the-same'
import type { NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import { boundChanges } from './bound-changes'
import { nameOfCards } from './count-cards'
import { currentRunners } from './current-runners'
import { diffGpus } from './diff-gpus'
import { isLive, offersOfAnswer, type StatedOffering } from './list-offerings'
import { runnerOfferings } from './runner-offerings'

/** What a snapshot is told from: it counts as it was when its sweep ended. */
type Look = Pick<Snapshot, 'endedAt' | 'nodes'>

/**
 * What changed from one snapshot to the next, by node, bounded for each. What a silent node offers is still there until
 * it expires, which shows with the first snapshot that ended after that. The very first snapshot changes nothing.
 */
export const diffSnapshots = (before: Look | null, after: Look): (NodeChange | OfferingChange)[] =>
  before === null ? [] : boundChanges([...changesByNode(before, after)])

/** The same node by node, complete, also between snapshots that many others lie between. */
export function* changesByNode(before: Look, after: Look): Generator<(NodeChange | OfferingChange)[]> {
  const known = new Map(before.nodes.map((node) => [node.uri, node]))
  const present = new Set(after.nodes.map(({ uri }) => uri))
  const times = { beforeAt: before.endedAt, afterAt: after.endedAt }
  for (const node of after.nodes) yield changesOfNode(known.get(node.uri) ?? null, node, times)
  for (const node of before.nodes)
    if (!present.has(node.uri))
      yield changesOfLeaving(node, { beforeAt: before.endedAt, leftAt: after.endedAt })
}

interface Times {
  readonly beforeAt: number
  readonly afterAt: number
}

function changesOfNode(
  before: NodeObservation | null,
  after: NodeObservation,
  { beforeAt, afterAt }: Times,
): (NodeChange | OfferingChange)[] {
  const about = aboutNode(after, after.askedAt)
  const ofNode: NodeChange[] = before
    ? [
        ...changesOfAnswering(before, after),
        ...changesOfAge(before, after, { beforeAt, afterAt }),
        ...changesOfAnswer(before, after),
        ...changesOfPlace(before, after, afterAt),
      ]
    : [{ ...about, kind: 'node-joined', after: outcomeOf(after) }]
  // Last, since a node may name thousands of cards.
  const ofCards = before ? changesOfCards(before, after) : []
  if (before && isSameOffer({ before, after }, { beforeAt, afterAt })) return [...ofNode, ...ofCards]

  const [was, is] = [offeringsById(before, beforeAt), offeringsById(after, afterAt)]
  const changes: OfferingChange[] = []
  for (const [id, offering] of was) if (!is.has(id)) changes.push(goneFrom(offering, after, afterAt))
  for (const [id, offering] of is)
    changes.push(...changesOfOffering(was.get(id), offering, statedAt(after, offering)))
  return [...ofNode, ...changes, ...ofCards]
}

const changesOfLeaving = (
  node: NodeObservation,
  { beforeAt, leftAt }: { beforeAt: number; leftAt: number },
): (NodeChange | OfferingChange)[] => [
  { ...aboutNode(node, leftAt), kind: 'node-left', before: outcomeOf(node) },
  ...[...offeringsById(node, beforeAt).values()].map(
    (offering): OfferingChange => ({
      ...aboutOffering(offering, leftAt),
      kind: 'offering-gone',
      before: termsOf(offering),
      reason: 'node-left',
    }),
  ),
]

/** Whether it answers, and how far it can be relied on. */
function changesOfAnswering(before: NodeObservation, after: NodeObservation): NodeChange[] {
  const about = aboutNode(after, after.askedAt)
  const changes: NodeChange[] = []
  const [was, is] = [before.failingSince === null, after.failingSince === null]
  if (was !== is)
    changes.push({
      ...about,
      kind: is ? 'node-back' : 'node-silent',
      before: outcomeOf(before),
      after: outcomeOf(after),
    })
  const [health, state] = [before.health.state, after.health.state]
  if (health !== state) changes.push({ ...about, kind: 'health-changed', before: health, after: state })
  return changes
}

/** What it last said becomes stale by our clock, once: heard again, it may become so anew. */
function changesOfAge(
  before: NodeObservation,
  after: NodeObservation,
  { beforeAt, afterAt }: Times,
): NodeChange[] {
  const { lastAnswer } = after
  if (lastAnswer === null || !isStale(after, afterAt) || isStale(before, beforeAt)) return []
  return [{ ...aboutNode(after, afterAt), kind: 'node-stale', lastAnswerAt: lastAnswer.answeredAt }]
}

const isStale = ({ lastAnswer, cadenceMs }: NodeObservation, now: number): boolean =>
  lastAnswer !== null && now > staleAfter(lastAnswer.answeredAt, cadenceMs)

/** What it last said of itself, whether that still counts or not: until it says otherwise, nothing has changed. */
function changesOfAnswer(before: NodeObservation, after: NodeObservation): NodeChange[] {
  const [was, is] = [before.lastAnswer, after.lastAnswer]
  if (was === null || is === null || saysTheSame(was.answer, is.answer)) return []
  const [old, version] = [versionOf(before), versionOf(after)]
  if (old === version) return []
  return [{ ...aboutNode(after, is.answeredAt), kind: 'version-changed', before: old, after: version }]
}

/** Regions are told from addresses and files of ours, when the sweep ends. */
const changesOfPlace = (before: NodeObservation, after: NodeObservation, afterAt: number): NodeChange[] =>
  before.region?.name === after.region?.name
    ? []
    : [
        {
          ...aboutNode(after, afterAt),
          kind: 'region-changed',
          before: before.region,
          after: after.region,
        },
      ]

function changesOfCards(before: NodeObservation, after: NodeObservation): NodeChange[] {
  const [was, is] = [before.lastAnswer, after.lastAnswer]
  if (was === null || is === null || saysTheSame(was.answer, is.answer)) return []
  const about = aboutNode(after, is.answeredAt)
  return diffGpus(after.uri, was.answer.hardware, is.answer.hardware).map((difference) => ({
    ...about,
    kind: difference.after > difference.before ? 'gpu-added' : 'gpu-gone',
    ...difference,
  }))
}

/** A node that was not asked, or did not answer, says what it said before; only its age may make a difference. */
function isSameOffer(
  { before, after }: { before: NodeObservation; after: NodeObservation },
  { beforeAt, afterAt }: Times,
): boolean {
  if (!isLive(before, beforeAt)) return !isLive(after, afterAt)
  return (
    isLive(after, afterAt) &&
    saysTheSame(before.lastAnswer.answer, after.lastAnswer.answer) &&
    currentRunners(before, beforeAt)?.listings === currentRunners(after, afterAt)?.listings
  )
}

/** In the order in which the node states them. */
export function offeringsById(
  node: NodeObservation | null,
  now: number,
): ReadonlyMap<string, StatedOffering> {
  const offerings = new Map<string, StatedOffering>()
  if (node === null || !isLive(node, now)) return offerings
  for (const offering of offersOfAnswer(node.uri, node.lastAnswer.answer))
    offerings.set(offering.id, offering)
  for (const offering of runnerOfferings(node, now)) offerings.set(offering.id, offering)
  return offerings
}

/** When what a node offers was stated (ms): runners are listed apart from its answer. */
const statedAt = ({ runners, lastAnswer, askedAt }: NodeObservation, { kind }: StatedOffering): number =>
  (kind === 'live-runner' ? runners?.readAt : null) ?? lastAnswer?.answeredAt ?? askedAt

function goneFrom(offering: StatedOffering, after: NodeObservation, now: number): OfferingChange {
  const reason = reasonGone(offering, after, now)
  // What it says when it is asked takes an offering back; what expires does so by our clock.
  const at = reason === 'withdrawn' ? statedAt(after, offering) : now
  return { ...aboutOffering(offering, at), kind: 'offering-gone', before: termsOf(offering), reason }
}

function reasonGone({ kind }: StatedOffering, after: NodeObservation, now: number): GoneReason {
  if (!isLive(after, now)) return 'expired'
  // A list that was read once and counts no more is one that could not be read again in time.
  const isListOld = after.runners?.readAt != null && currentRunners(after, now) === null
  return kind === 'live-runner' && isListOld ? 'expired' : 'withdrawn'
}

function changesOfOffering(
  before: StatedOffering | undefined,
  after: StatedOffering,
  at: number,
): OfferingChange[] {
  if (before === undefined)
    return [{ ...aboutOffering(after, at), kind: 'offering-added', after: termsOf(after) }]
  const changes: OfferingChange[] = []
  if (!isSamePrice(before, after)) {
    const [was, is] = [amountOf(before), amountOf(after)]
    changes.push({ ...aboutOffering(after, at), kind: 'price-changed', before: was, after: is })
  }
  const turn = turnOf(before.state, after.state)
  if (turn) changes.push({ ...aboutOffering(after, at), ...turn })
  if (before.capacity !== after.capacity) {
    const [was, is] = [before.capacity, after.capacity]
    changes.push({ ...aboutOffering(after, at), kind: 'capacity-changed', before: was, after: is })
  }
  return changes
}

/** What people ask for is whether a model is loaded. */
function turnOf(before: OfferingState, after: OfferingState) {
  if (before === after) return null
  if (before === 'warm') return after === 'warm' ? null : ({ kind: 'cooled', before, after } as const)
  return after === 'warm'
    ? ({ kind: 'warmed', before, after } as const)
    : ({ kind: 'state-changed', before, after } as const)
}

/** As amounts: 10 wei for 2 units are 5 for one. */
const isSamePrice = (a: StatedOffering, b: StatedOffering): boolean =>
  a.price.kind === 'stated' && b.price.kind === 'stated'
    ? a.unit === b.unit && comparePrice(a.price.price, b.price.price) === 0
    : a.price.kind === b.price.kind

export const amountOf = ({ price, unit }: StatedOffering): StatedAmount =>
  price.kind === 'stated' ? { kind: 'stated', price: price.price, unit } : { kind: price.kind }

const termsOf = (offering: StatedOffering): OfferingTerms => ({
  state: offering.state,
  price: amountOf(offering),
  capacity: offering.capacity,
})

const aboutNode = ({ uri, lastAnswer }: NodeObservation, observedAt: number) => ({
  nodeUri: uri,
  orchestrator: lastAnswer?.answer.recipient ?? null,
  observedAt,
})

export const aboutOffering = (
  { id, nodeUri, orchestrator, kind, pipeline, model, gpus }: StatedOffering,
  observedAt: number,
) => ({
  nodeUri,
  orchestrator,
  observedAt,
  offering: {
    id,
    kind,
    pipeline: boundedName(pipeline),
    model: model === null ? null : boundedName(model),
    gpu: nameOfCards(gpus),
  },
})

const outcomeOf = ({ kind, detail }: NodeObservation): NodeOutcome => ({
  outcome: kind,
  detail: detail === null ? null : boundedName(detail),
})

const versionOf = ({ lastAnswer }: NodeObservation): string | null => {
  const version = lastAnswer?.answer.capabilities?.version || null
  return version === null ? null : boundedName(version)
}
