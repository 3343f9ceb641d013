import { KNOWN_MODELS } from './known-models'
import type { ScenarioPatchInput } from './scenario-patch'

/** Something that happens to one orchestrator of the standing fleet. */
export interface StoryEvent {
  /** Hours before the end of the story. */
  readonly hoursAgo: number
  readonly name: string
  /** Null: it is back to how it was started. */
  readonly patch: ScenarioPatchInput | null
}

const { stream, streamSdxl, streamSdxlV2v } = KNOWN_MODELS
const priceOf = (
  model: (typeof KNOWN_MODELS)[keyof typeof KNOWN_MODELS],
  price: string,
): ScenarioPatchInput => ({
  models: [{ ...model, price }],
})

/** Nodes that the lists do not name until so many hours before the end. */
export const NEWCOMERS: Readonly<Record<string, number>> = { 'sundial-1': 41, 'driftwood-1': 18 }

/**
 * Three days in the life of the standing fleet, which end with how it is started: a price war, cards that come and go,
 * an outage, a node that flaps, a new version. For a demo that has something to look back at.
 */
export const STANDING_STORY: readonly StoryEvent[] = [
  // How it was before: dearer, smaller, older.
  {
    hoursAgo: 72,
    name: 'halcyon-1',
    patch: { version: '0.8.8', models: [{ ...streamSdxl, price: '3600' }] },
  },
  {
    hoursAgo: 72,
    name: 'halcyon-2',
    patch: { version: '0.8.8', models: [{ ...streamSdxl, price: '3600' }] },
  },
  { hoursAgo: 72, name: 'kestrel-1', patch: priceOf(streamSdxl, '3400') },
  {
    hoursAgo: 72,
    name: 'northlight-1',
    patch: { models: [{ ...streamSdxl, price: '3100', isWarm: false }] },
  },
  { hoursAgo: 72, name: 'juniper-1', patch: priceOf(stream, '4500') },
  { hoursAgo: 72, name: 'tamarack-1', patch: { models: [{ ...streamSdxlV2v, price: '2600', capacity: 2 }] } },
  // The price war.
  { hoursAgo: 60, name: 'kestrel-1', patch: priceOf(streamSdxl, '3000') },
  { hoursAgo: 58, name: 'halcyon-1', patch: priceOf(streamSdxl, '2900') },
  { hoursAgo: 57, name: 'kestrel-1', patch: priceOf(streamSdxl, '2600') },
  { hoursAgo: 54, name: 'halcyon-2', patch: priceOf(streamSdxl, '2500') },
  { hoursAgo: 50, name: 'kestrel-1', patch: null },
  {
    hoursAgo: 46,
    name: 'halcyon-1',
    patch: { version: '0.8.8', models: [{ ...streamSdxl, price: '2287' }] },
  },
  { hoursAgo: 45, name: 'halcyon-2', patch: null },
  // A new version, one node after the other.
  { hoursAgo: 33, name: 'halcyon-1', patch: null },
  { hoursAgo: 30, name: 'juniper-1', patch: null },
  // It loads the model at last; another one unloads its own for a night.
  { hoursAgo: 44, name: 'northlight-1', patch: null },
  {
    hoursAgo: 26,
    name: 'copperleaf-1',
    patch: { models: [{ ...streamSdxl, isWarm: false, price: '2700' }] },
  },
  { hoursAgo: 15, name: 'copperleaf-1', patch: null },
  // An outage of three hours, and a node that flaps for an afternoon.
  { hoursAgo: 38, name: 'brightwater-1', patch: { fault: 'refuse' } },
  { hoursAgo: 35, name: 'brightwater-1', patch: { fault: 'none' } },
  { hoursAgo: 22, name: 'pinecrest-1', patch: { fault: { kind: 'reset', probability: 0.5 } } },
  { hoursAgo: 16, name: 'pinecrest-1', patch: { fault: 'none' } },
  // A card for a day, and one that was away.
  {
    hoursAgo: 52,
    name: 'tamarack-1',
    patch: {
      gpus: { add: [{ card: 'H100 80GB', pipeline: 'live-video-to-video', model: streamSdxlV2v.model }] },
    },
  },
  { hoursAgo: 27, name: 'tamarack-1', patch: null },
  // Slower for some hours.
  { hoursAgo: 12, name: 'larkspur-1', patch: { latencyMs: 720, jitterMs: 200 } },
  { hoursAgo: 7, name: 'larkspur-1', patch: null },
]
