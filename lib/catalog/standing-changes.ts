import { boundedName } from '@/lib/domain/bounded-name'
import type { StandingChange, StandingTerms } from '@/lib/domain/standing'
import type { NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import { countCards, nameOfCards } from './count-cards'
import { currentRunners } from './current-runners'
import { amountOf } from './diff-snapshots'
import { isLive, offersOfAnswer, type StatedOffering } from './list-offerings'
import { cardsOfNode } from './node-gpus'
import { runnerOfferings } from './runner-offerings'

type Look = Pick<Snapshot, 'endedAt' | 'nodes'>

/** A stranger decides how many there are; the first ones of each node have a history. */
const MAX_OFFERINGS_PER_NODE = 500
const MAX_GPU_NAMES_PER_NODE = 50

/**
 * What stands otherwise after a snapshot than after the one before: terms of offerings, and numbers of cards; everything
 * that stands when there is none before. Each snapshot counts as it was when its sweep ended.
 */
export function standingChanges(before: Look | null, after: Look): StandingChange[] {
  const known = new Map(before?.nodes.map((node) => [node.uri, node]))
  const present = new Set(after.nodes.map(({ uri }) => uri))
  const beforeAt = before?.endedAt ?? 0
  const changes: StandingChange[] = []
  const compare = (was: NodeObservation | null, is: NodeObservation | null) => {
    const [standing, standingNow] = [was && standingOf(was, beforeAt), is && standingOf(is, after.endedAt)]
    if (standing === standingNow) return
    changes.push(...changesBetween(standing ?? NOTHING, standingNow ?? NOTHING, (is ?? was)?.uri ?? ''))
  }
  for (const node of after.nodes) compare(known.get(node.uri) ?? null, node)
  for (const node of before?.nodes ?? []) if (!present.has(node.uri)) compare(node, null)
  return changes
}

interface Standing {
  readonly offerings: ReadonlyMap<string, { readonly about: StatedOffering; readonly terms: StandingTerms }>
  readonly gpus: ReadonlyMap<string, number>
}

const NOTHING: Standing = { offerings: new Map(), gpus: new Map() }

/** A look is compared with the one before it and the one after it. */
const looked = new WeakMap<
  object,
  { readonly nodeUri: string; readonly runners: object | null; readonly standing: Standing }
>()

function standingOf(node: NodeObservation, now: number): Standing {
  if (!isLive(node, now)) return NOTHING
  const { answer } = node.lastAnswer
  const runners = currentRunners(node, now)?.listings ?? null
  const ready = looked.get(answer)
  if (ready?.nodeUri === node.uri && ready.runners === runners) return ready.standing
  const ofRunners = runnerOfferings(node, now)
  const offerings = new Map<string, { about: StatedOffering; terms: StandingTerms }>()
  for (const about of [...offersOfAnswer(node.uri, answer), ...ofRunners]) {
    if (offerings.size >= MAX_OFFERINGS_PER_NODE) break
    offerings.set(about.id, { about, terms: termsOf(about) })
  }
  const gpus = new Map<string, number>()
  for (const [name, count] of countCards(cardsOfNode(node, ofRunners)))
    if (gpus.size < MAX_GPU_NAMES_PER_NODE) gpus.set(name, count)
  const standing = { offerings, gpus }
  looked.set(answer, { nodeUri: node.uri, runners, standing })
  return standing
}

const termsOf = (offering: StatedOffering): StandingTerms => {
  const { model, orchestrator, gpus, state, unit, capacity } = offering
  return {
    model: model === null ? null : boundedName(model),
    orchestrator,
    gpu: nameOfCards(gpus),
    state,
    price: amountOf(offering),
    unit,
    capacity,
  }
}

function changesBetween(was: Standing, is: Standing, nodeUri: string): StandingChange[] {
  const changes: StandingChange[] = []
  const refOf = ({ id, kind, pipeline }: StatedOffering) => ({ id, kind, pipeline: boundedName(pipeline) })
  for (const [id, { about }] of was.offerings)
    if (!is.offerings.has(id)) changes.push({ kind: 'terms', nodeUri, offering: refOf(about), terms: null })
  for (const [id, { about, terms }] of is.offerings) {
    const before = was.offerings.get(id)?.terms
    if (!before || !isSameTerms(before, terms))
      changes.push({ kind: 'terms', nodeUri, offering: refOf(about), terms })
  }
  for (const name of new Set([...was.gpus.keys(), ...is.gpus.keys()])) {
    const count = is.gpus.get(name) ?? 0
    if (count !== (was.gpus.get(name) ?? 0)) changes.push({ kind: 'gpus', nodeUri, name, count })
  }
  return changes
}

/** Spelled alike: another spelling of one price is kept as it was stated. */
function isSameTerms(a: StandingTerms, b: StandingTerms): boolean {
  return (
    a.model === b.model &&
    a.orchestrator === b.orchestrator &&
    a.gpu === b.gpu &&
    a.state === b.state &&
    a.unit === b.unit &&
    a.capacity === b.capacity &&
    a.price.kind === b.price.kind &&
    (a.price.kind !== 'stated' ||
      b.price.kind !== 'stated' ||
      (a.price.price.wei === b.price.price.wei && a.price.price.perUnits === b.price.price.perUnits))
  )
}
