import { PRICE_UNITS, type PriceUnit } from '@/lib/domain/pipeline'
import type { Serving } from './candidate'

/**
 * Wei for one billed unit at which a price scores a half: about what such work is offered at on the public network.
 * They are fixed, so that a score means the same tomorrow and does not depend on who else there is.
 */
const BY_PIPELINE: ReadonlyMap<string, number> = new Map([
  ['text-to-image', 3_000_000],
  ['image-to-image', 3_000_000],
  ['upscale', 3_000_000],
  ['image-to-video', 4_500_000],
  ['audio-to-text', 6_500_000],
  ['segment-anything-2', 20_000],
  ['llm', 25_000_000],
  ['image-to-text', 80_000],
  ['live-video-to-video', 2_000],
  ['text-to-speech', 500_000_000],
])

/** What is no pipeline of the protocol, by what it bills. */
const BY_UNIT: Readonly<Record<PriceUnit, number>> = {
  pixel: 500,
  'input-pixel': 3_000_000,
  millisecond: 6_500_000,
  token: 25_000_000,
  character: 500_000_000,
  unit: 40_000_000_000,
  second: 40_000_000_000,
  '720p-pixel': 2_000,
  use: 3_000_000_000_000,
}

export const referencePriceWei = (
  { kind, pipeline }: Pick<Serving, 'kind' | 'pipeline'>,
  unit: PriceUnit,
): number => (kind === 'ai' ? BY_PIPELINE.get(pipeline) : undefined) ?? BY_UNIT[unit]

/** All of them: those of pipelines, then those of units, whose pipeline is null. */
export const REFERENCE_PRICES: readonly {
  readonly pipeline: string | null
  readonly unit: PriceUnit | null
  readonly wei: number
}[] = [
  ...Array.from(BY_PIPELINE, ([pipeline, wei]) => ({ pipeline, unit: null, wei })),
  ...PRICE_UNITS.map((unit) => ({ pipeline: null, unit, wei: BY_UNIT[unit] })),
]
