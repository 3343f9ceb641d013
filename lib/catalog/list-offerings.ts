import { BYOC_CAPABILITY, H264_CAPABILITY } from '@/lib/domain/capability'
import type { OfferingState } from '@/lib/domain/facet'
import { expiresAt } from '@/lib/domain/freshness'
import type { ModelConstraint, OrchestratorAnswer, StatedPrice } from '@/lib/domain/orchestrator-answer'
import { pipelineOf, TRANSCODING_PIPELINE, unitOf } from '@/lib/domain/pipeline'
import { parsePrice } from '@/lib/domain/price'
import type { Region } from '@/lib/domain/region'
import type { LastAnswer, NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import { grouped } from './grouped'
import { distinctGpus, hardwareFinder } from './node-gpus'
import type { Offering, OfferingPrice } from './offering'
import { offeringId } from './offering-id'

export type LiveNode = NodeObservation & { readonly lastAnswer: LastAnswer }

/** The nodes of a snapshot whose last answer still counts at `now` (ms). */
export const liveNodes = (snapshot: Snapshot, now: number): readonly LiveNode[] =>
  snapshot.nodes.filter((node) => isLive(node, now))

/** Whether a node's last answer still counts at `now` (ms). */
export const isLive = (node: NodeObservation, now: number): node is LiveNode =>
  node.lastAnswer !== null && now <= expiresAt(node.lastAnswer.answeredAt, node.cadenceMs)

/** What others say of a node. */
export interface KnownOfNode {
  readonly region?: Region | null
  readonly orchestratorName?: string | null
}

/** Everything one node offers: what it advertises, then what it only prices. */
export function offeringsOfNode(
  { uri, lastAnswer, cadenceMs, kind, health }: LiveNode,
  { region = null, orchestratorName = null }: KnownOfNode = {},
): Offering[] {
  const { answer, latencyMs, answeredAt } = lastAnswer
  // Key by key: objects that are spread together are ten times slower to make and to read, and there are thousands.
  return offersOfAnswer(uri, answer).map((offer) => ({
    id: offer.id,
    nodeUri: offer.nodeUri,
    advertisedUri: offer.advertisedUri,
    orchestrator: offer.orchestrator,
    orchestratorName,
    kind: offer.kind,
    pipeline: offer.pipeline,
    model: offer.model,
    state: offer.state,
    price: offer.price,
    otherPrices: offer.otherPrices,
    unit: offer.unit,
    capacity: offer.capacity,
    capacityInUse: offer.capacityInUse,
    gpus: offer.gpus,
    region,
    nodeVersion: offer.nodeVersion,
    runnerVersion: offer.runnerVersion,
    latencyMs,
    observedAt: answeredAt,
    cadenceMs,
    nodeOutcome: kind,
    nodeHealth: health,
  }))
}

/** An offering as an answer states it, without what whoever asked has measured. */
export type StatedOffering = Omit<
  Offering,
  'latencyMs' | 'observedAt' | 'cadenceMs' | 'nodeOutcome' | 'nodeHealth' | 'region' | 'orchestratorName'
>

/** An answer is read for the catalog and for what changed, more than once each; naming its offerings is what costs. */
const read = new WeakMap<
  OrchestratorAnswer,
  { readonly nodeUri: string; readonly offers: StatedOffering[] }
>()

/** What an answer offers, whoever reports it. */
export function offersOfAnswer(nodeUri: string, answer: OrchestratorAnswer): readonly StatedOffering[] {
  const known = read.get(answer)
  if (known?.nodeUri === nodeUri) return known.offers
  const offers = [...modelsOfAnswer(nodeUri, answer), ...transcodingOf(nodeUri, answer)]
  read.set(answer, { nodeUri, offers })
  return offers
}

/** Whoever has the bit transcodes, at the base price; what runs for it the protocol does not say. */
function transcodingOf(nodeUri: string, answer: OrchestratorAnswer): StatedOffering[] {
  const { capabilities } = answer
  if (!capabilities || ((capabilities.bitstring[0] ?? 0n) & (1n << BigInt(H264_CAPABILITY))) === 0n) return []
  return [
    {
      id: offeringId(nodeUri, 'transcoding', ''),
      nodeUri,
      advertisedUri: answer.transcoder || null,
      orchestrator: answer.recipient,
      kind: 'transcoding',
      pipeline: TRANSCODING_PIPELINE,
      model: null,
      state: 'unknown',
      price: offeringPrice(answer.priceInfo, 'base'),
      otherPrices: [],
      unit: 'pixel',
      capacity: capabilities.capacities.get(H264_CAPABILITY) || null,
      capacityInUse: null,
      gpus: [],
      nodeVersion: capabilities.version || null,
      runnerVersion: null,
    },
  ]
}

function modelsOfAnswer(nodeUri: string, answer: OrchestratorAnswer): StatedOffering[] {
  // A stranger may state thousands of each: looking through all of them for every offer would take seconds.
  const prices = grouped(answer.capabilitiesPrices, ({ capability, constraint }) =>
    keyOf({ capability, model: constraint }),
  )
  const hardwareOf = hardwareFinder(answer)
  return offersOf(answer).map((offer): StatedOffering => {
    const { capability, constraint, model } = offer
    const isByoc = capability === BYOC_CAPABILITY
    // A BYOC capability has a name where others have a model; only its hardware entry may tell the model.
    const pipeline = isByoc ? model : pipelineOf(capability)
    const hardware = hardwareOf(pipeline, isByoc ? null : model)
    return {
      id: offeringId(nodeUri, capability, model),
      nodeUri,
      advertisedUri: answer.transcoder || null,
      orchestrator: answer.recipient,
      kind: isByoc ? 'byoc' : 'ai',
      pipeline,
      model: isByoc ? onlyOne(hardware.map(({ modelId }) => modelId)) : model,
      state: stateOf(capability, constraint),
      ...pricesOf(prices.get(keyOf(offer)) ?? [], answer.priceInfo),
      unit: unitOf(capability),
      capacity: constraint?.capacity || null,
      capacityInUse: constraint?.capacityInUse || null,
      gpus: distinctGpus(nodeUri, hardware),
      nodeVersion: answer.capabilities?.version || null,
      runnerVersion: constraint?.runnerVersion || null,
    }
  })
}

interface Offer {
  readonly capability: number
  readonly model: string
  /** Null when the model is on the price list alone. */
  readonly constraint: ModelConstraint | null
}

function offersOf(answer: OrchestratorAnswer): Offer[] {
  const advertised = [...(answer.capabilities?.constraints?.perCapability ?? [])].flatMap(
    ([capability, models]) =>
      [...models].map(([model, constraint]): Offer => ({ capability, model, constraint })),
  )
  const seen = new Set(advertised.map(keyOf))
  const pricedOnly: Offer[] = []
  for (const { capability, constraint: model } of answer.capabilitiesPrices) {
    const offer: Offer = { capability, model, constraint: null }
    if (seen.has(keyOf(offer))) continue
    seen.add(keyOf(offer))
    pricedOnly.push(offer)
  }
  return [...advertised, ...pricedOnly]
}

const keyOf = ({ capability, model }: Pick<Offer, 'capability' | 'model'>): string => `${capability} ${model}`

function stateOf(capability: number, constraint: ModelConstraint | null): OfferingState {
  if (constraint) return constraint.warm ? 'warm' : 'cold'
  return capability === BYOC_CAPABILITY ? 'unknown' : 'priced-only'
}

/** The price of its own beats the base price; the first of several counts, as in go-livepeer's remote discovery. */
function pricesOf(
  [first, ...others]: readonly StatedPrice[],
  base: StatedPrice | null,
): Pick<Offering, 'price' | 'otherPrices'> {
  const otherPrices = others.flatMap(
    ({ pricePerUnit, pixelsPerUnit }) => parsePrice(pricePerUnit, pixelsPerUnit) ?? [],
  )
  return { price: offeringPrice(first ?? base, first ? 'model' : 'base'), otherPrices }
}

function offeringPrice(stated: StatedPrice | null, origin: 'model' | 'base'): OfferingPrice {
  if (stated === null) return { kind: 'missing' }
  const price = parsePrice(stated.pricePerUnit, stated.pixelsPerUnit)
  return price ? { kind: 'stated', price, origin } : { kind: 'invalid' }
}

function onlyOne(values: readonly string[]): string | null {
  const distinct = [...new Set(values.filter((value) => value !== ''))]
  return distinct.length === 1 ? (distinct[0] ?? null) : null
}
