import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { CARD_NAMES, type CardName } from './gpu-cards'
import { FEATURES, KNOWN_MODELS } from './known-models'
import { type OrchestratorScenario, REGIONS, type Region } from './orchestrator-scenario'
import { type ModelSketch, type Sketch, scenario } from './scenario'

export const MAX_GENERATED = 2_000

/** As many orchestrators as wanted, spread like the standing fleet; the same seed gives the same ones, a larger count more of them. */
export function generateFleet({ count, seed }: { count: number; seed: string }): OrchestratorScenario[] {
  if (!Number.isInteger(count) || count < 1 || count > MAX_GENERATED)
    throw new RangeError(`a generated fleet has 1 to ${MAX_GENERATED} orchestrators, not ${count}`)
  return Array.from({ length: count }, (_, i) =>
    scenario(sketchOrchestrator(i, seededRandom(`${seed} ${i}`))),
  )
}

const FIRST = [
  'amber',
  'birch',
  'cedar',
  'dusk',
  'elm',
  'flint',
  'granite',
  'hazel',
  'indigo',
  'jasper',
  'linden',
  'maple',
  'ochre',
  'pearl',
  'rowan',
  'slate',
] as const
const SECOND = [
  'bay',
  'brook',
  'cliff',
  'dale',
  'field',
  'gate',
  'haven',
  'mill',
  'point',
  'ridge',
  'shore',
  'vale',
] as const

/** Milliseconds of a question and its answer, seen from Europe. */
const LATENCY_MS: Readonly<Record<Region, number>> = {
  'us-east': 95,
  'us-west': 155,
  'eu-central': 25,
  'eu-west': 40,
  'ap-southeast': 260,
  'sa-east': 225,
}

/** Low and high price of a pipeline's models, wei per unit. */
const PRICE_SPREAD: Readonly<Record<ModelSketch['pipeline'], readonly [number, number]>> = {
  'text-to-image': [600_000, 19_000_000],
  'image-to-image': [1_200_000, 4_800_000],
  'image-to-video': [3_300_000, 4_000_000],
  upscale: [2_400_000, 8_700_000],
  'audio-to-text': [9_000_000, 13_000_000],
  'segment-anything-2': [10_000, 1_700_000],
  llm: [22_000_000, 82_000_000],
  'image-to-text': [2_500_000, 4_800_000],
  'live-video-to-video': [1_588, 3_000],
  'text-to-speech': [2_300_000, 4_800_000],
}

const VERSIONS = ['0.9.1', '0.8.10', '0.8.10', '0.8.10', '0.8.9', '0.8.8', '0.8.6'] as const
const TRANSCODER_SHARE = 0.35
const STATED_ZERO_SHARE = 0.1
const WARM_SHARE = 0.75

function sketchOrchestrator(i: number, random: SeededRandom): Sketch {
  const region = random.pick(REGIONS)
  const base = {
    // The number makes the name unique, whatever the dice say.
    name: `${random.pick(FIRST)}${random.pick(SECOND)}-${i + 1}`,
    region,
    version: random.pick(VERSIONS),
    basePrice: random.next() < STATED_ZERO_SHARE ? 0n : BigInt(random.int(50, 1_200)),
    latencyMs: LATENCY_MS[region] + random.int(0, 60),
    jitterMs: random.int(2, 40),
  }
  if (random.next() < TRANSCODER_SHARE) return { ...base, features: FEATURES.codecs }
  const cards = sketchCards(random)
  const models = random.shuffle(Object.values(KNOWN_MODELS)).slice(0, random.int(1, 4))
  return { ...base, cards, models: models.map((model) => sketchModel(model, cards, random)) }
}

function sketchCards(random: SeededRandom): CardName[] {
  const card = CARD_NAMES[random.int(0, CARD_NAMES.length - 1)] ?? 'RTX 4090'
  return Array.from({ length: random.int(1, 4) }, () => card)
}

function sketchModel(
  model: Pick<ModelSketch, 'pipeline' | 'model'>,
  cards: readonly CardName[],
  random: SeededRandom,
): ModelSketch {
  const [low, high] = PRICE_SPREAD[model.pipeline]
  const isWarm = random.next() < WARM_SHARE
  const capacity = random.int(1, 4)
  return {
    ...model,
    // Evenly spread on a logarithmic scale, as prices are.
    price: BigInt(Math.round(low * (high / low) ** random.next())),
    isWarm,
    capacity,
    inUse: isWarm ? random.int(0, capacity) : 0,
    runnerVersion: '0.14.1',
    ...(isWarm && { cards: [random.int(0, cards.length - 1)] }),
  }
}
