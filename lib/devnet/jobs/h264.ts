import { seededRandom } from '@/lib/domain/seeded-random'
import { BitWriter } from './bit-writer'
import type { Dimensions } from './image-dimensions'

/** A film of one picture in H.264: stripes in colours that the text decides. Units without start codes, as MP4 has them. */
export interface Film {
  readonly sequence: Buffer
  readonly picture: Buffer
  /** One per picture, each good by itself or as the one before it. */
  readonly pictures: readonly Buffer[]
}

const BLOCK = 16

export function makeFilm({ width, height }: Dimensions, pictures: number, seed: string): Film {
  const columns = Math.ceil(width / BLOCK)
  const rows = Math.ceil(height / BLOCK)
  return {
    sequence: unit(0x67, sequenceSet(columns, rows, { width, height })),
    picture: unit(0x68, pictureSet()),
    pictures: Array.from({ length: pictures }, (_, i) =>
      i === 0 ? unit(0x65, striped(columns, rows, seed)) : unit(0x41, same(columns * rows, i)),
    ),
  }
}

/** Baseline profile, whole pictures, one reference, cropped to the size in steps of two. */
function sequenceSet(columns: number, rows: number, { width, height }: Dimensions): Buffer {
  const right = Math.floor((columns * BLOCK - width) / 2)
  const bottom = Math.floor((rows * BLOCK - height) / 2)
  const writer = new BitWriter().bits(66, 8).bits(0xc0, 8).bits(51, 8)
  // Set 0, frame numbers of four bits, pictures in the order of decoding, one reference.
  writer.ue(0).ue(0).ue(2).ue(1).bits(0, 1)
  writer
    .ue(columns - 1)
    .ue(rows - 1)
    .bits(0b111, 3)
  writer.ue(0).ue(right).ue(0).ue(bottom)
  return writer.bits(0, 1).finish()
}

/** Variable-length codes, and slices that say whether edges are smoothed. */
const pictureSet = (): Buffer =>
  new BitWriter()
    .ue(0)
    .ue(0)
    .bits(0, 2)
    .ue(0)
    .ue(0)
    .ue(0)
    .bits(0, 3)
    .ue(0)
    .ue(0)
    .ue(0)
    .bits(0b100, 3)
    .finish()

const I_SLICE = 7
const P_SLICE = 5
const RAW_BLOCK = 25
/** Predicted from the left, nothing added. */
const COPIED_BLOCK = 2
const FROM_THE_LEFT = 1

/** A row is its first block, raw, and copies of it. */
function striped(columns: number, rows: number, seed: string): Buffer {
  const random = seededRandom(seed)
  const writer = new BitWriter().ue(0).ue(I_SLICE).ue(0).bits(0, 4).ue(0).bits(0, 2).ue(0).ue(1)
  for (let row = 0; row < rows; row++) {
    writer.ue(RAW_BLOCK).align().append(random.int(40, 220), 256)
    writer.append(random.int(40, 216), 64).append(random.int(40, 216), 64)
    for (let column = 1; column < columns; column++) {
      writer.ue(COPIED_BLOCK).ue(FROM_THE_LEFT).ue(0)
      // "No coefficients", in the code for a neighbour that has all of them, as a raw one counts, or none.
      if (column === 1) writer.bits(0b000011, 6)
      else writer.bits(1, 1)
    }
  }
  return writer.finish()
}

/** The picture before, once more: all blocks are skipped. */
const same = (blocks: number, i: number): Buffer =>
  new BitWriter()
    .ue(0)
    .ue(P_SLICE)
    .ue(0)
    .bits(i % 16, 4)
    .bits(0, 3)
    .ue(0)
    .ue(1)
    .ue(blocks)
    .finish()

/** Header and payload; a three stands where the payload would look like a start code. */
function unit(header: number, payload: Buffer): Buffer {
  const bytes = [header]
  let zeros = 0
  for (const byte of payload) {
    if (zeros === 2 && byte <= 3) {
      bytes.push(3)
      zeros = 0
    }
    bytes.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return Buffer.from(bytes)
}
