import { type PriceUnit, TRANSCODING_PIPELINE } from './pipeline'

/** What a gateway sells by: quantities that people know, where orchestrators bill pixels, milliseconds and tokens. */
export const SALE_UNITS = [
  'image',
  'megapixel',
  'clip',
  'frame',
  'second',
  'minute',
  'hour',
  'token',
  'thousand-tokens',
  'million-tokens',
  'character',
  'thousand-characters',
  'million-characters',
  'use',
  'unit',
] as const
export type SaleUnitName = (typeof SALE_UNITS)[number]

export interface SaleUnit {
  readonly name: SaleUnitName
  /** With what is meant by it: `1024×1024 image`. */
  readonly label: string
  /** How many billed units it takes. More than one: nobody knows which, and `uncertainty` says why. */
  readonly readings: readonly [bigint, ...bigint[]]
  readonly uncertainty: string | null
}

const saleUnit = (name: SaleUnitName, label: string, units: bigint): SaleUnit => ({
  name,
  label,
  readings: [units],
  uncertainty: null,
})

const MEGAPIXEL = 1_000_000n
const IMAGE_PIXELS = 1_024n * 1_024n
const images = (label: string, pixels: bigint, of = ''): readonly SaleUnit[] => [
  saleUnit('image', label, pixels),
  saleUnit('megapixel', `megapixel${of}`, MEGAPIXEL),
]

const CLIP_FRAME_PIXELS = 1_024n * 576n
const CLIP_FRAMES = 25n

/** Live video is billed as 1280×720 pixels at 30 frames a second, whatever is sent (go-livepeer server/ai_live_video.go). */
const VIDEO_FRAME_PIXELS = 1_280n * 720n
const VIDEO_SECOND_PIXELS = VIDEO_FRAME_PIXELS * 30n
const video = (what: string): readonly SaleUnit[] => [
  saleUnit('hour', `hour of ${what}`, VIDEO_SECOND_PIXELS * 3_600n),
  saleUnit('minute', `minute of ${what}`, VIDEO_SECOND_PIXELS * 60n),
  saleUnit('second', `second of ${what}`, VIDEO_SECOND_PIXELS),
  saleUnit('frame', `frame of ${what}`, VIDEO_FRAME_PIXELS),
  saleUnit('megapixel', `megapixel of ${what}`, MEGAPIXEL),
]

const time = (what: string, unitsPerSecond: bigint): readonly SaleUnit[] => [
  saleUnit('hour', `hour of ${what}`, unitsPerSecond * 3_600n),
  saleUnit('minute', `minute of ${what}`, unitsPerSecond * 60n),
  saleUnit('second', `second of ${what}`, unitsPerSecond),
]

const TOKENS: readonly SaleUnit[] = [
  saleUnit('million-tokens', '1M tokens', 1_000_000n),
  saleUnit('thousand-tokens', '1,000 tokens', 1_000n),
  saleUnit('token', 'token', 1n),
]

/** Units that go-livepeer bills per character; its documentation says one, and nodes price by either. */
const UNITS_PER_CHARACTER_IN_CODE = 1_000n
const speech = (name: SaleUnitName, label: string, characters: bigint): SaleUnit => ({
  name,
  label,
  readings: [characters, characters * UNITS_PER_CHARACTER_IN_CODE],
  uncertainty:
    'go-livepeer bills 1,000 units per character, its documentation says one; nodes price by either.',
})
const CHARACTERS: readonly SaleUnit[] = [
  speech('thousand-characters', '1,000 characters', 1_000n),
  speech('character', 'character', 1n),
  speech('million-characters', '1M characters', 1_000_000n),
]

/** The first of each is what costs are told by. Quantities as in worked-cost.ts. */
const BY_PIPELINE: ReadonlyMap<string, readonly SaleUnit[]> = new Map([
  ['text-to-image', images('1024×1024 image', IMAGE_PIXELS)],
  ['image-to-image', images('1024×1024 input image', IMAGE_PIXELS, ' of input')],
  ['upscale', images('512×512 input image', 512n * 512n, ' of input')],
  ['image-to-text', images('1024×1024 input image', IMAGE_PIXELS, ' of input')],
  ['segment-anything-2', images('1024×1024 input image', IMAGE_PIXELS, ' of input')],
  [
    'image-to-video',
    [
      saleUnit('clip', 'clip of 25 frames, 1024×576', CLIP_FRAME_PIXELS * CLIP_FRAMES),
      saleUnit('frame', 'frame of 1024×576', CLIP_FRAME_PIXELS),
      saleUnit('megapixel', 'megapixel', MEGAPIXEL),
    ],
  ],
  ['audio-to-text', time('audio', 1_000n)],
  ['llm', TOKENS],
  ['text-to-speech', CHARACTERS],
  ['live-video-to-video', video('video')],
  [TRANSCODING_PIPELINE, video('720p30 video')],
])

/** What live runners and BYOC capabilities are billed by, and pipelines that nobody has named yet: those bill pixels. */
const BY_UNIT: ReadonlyMap<PriceUnit, readonly SaleUnit[]> = new Map<PriceUnit, readonly SaleUnit[]>([
  ['second', time('use', 1n)],
  ['720p-pixel', video('720p30 video')],
  ['use', [saleUnit('use', 'use', 1n)]],
  ['unit', [saleUnit('unit', 'unit of its own', 1n)]],
  ['pixel', [saleUnit('megapixel', 'megapixel', MEGAPIXEL)]],
])

/** Whether the name is a pipeline of the protocol, whose unit is known. */
export const isKnownPipeline = (pipeline: string): boolean => BY_PIPELINE.has(pipeline)

/** The units that something billed by `unit` can be sold by, the most telling first. */
export const saleUnits = (pipeline: string, unit: PriceUnit): readonly SaleUnit[] =>
  (isOwnUnit(unit) ? undefined : BY_PIPELINE.get(pipeline)) ?? BY_UNIT.get(unit) ?? []

/** Of a live runner or a BYOC capability, which may be called like a pipeline. */
const isOwnUnit = (unit: PriceUnit): boolean => unit !== 'pixel' && BY_UNIT.has(unit)

/** Every unit that a pipeline of this name may be sold by, before it is known how it is billed. */
export function saleUnitNames(pipeline: string): readonly SaleUnitName[] {
  const units = BY_PIPELINE.get(pipeline) ?? [...BY_UNIT.values()].flat()
  return [...new Set(units.map(({ name }) => name))]
}
