import { makeFilm } from './h264'
import type { Dimensions } from './image-dimensions'

const TICKS_PER_SECOND = 600

/** A valid MP4 of so many pictures in H.264: the same text, the same bytes. */
export function makeMp4(
  { width, height }: Dimensions,
  {
    pictures,
    perSecond,
    seed,
  }: { readonly pictures: number; readonly perSecond: number; readonly seed: string },
): Buffer {
  const film = makeFilm({ width, height }, pictures, seed)
  const samples = film.pictures.map((picture) => Buffer.concat([u32(picture.length), picture]))
  const ticks = Math.round(TICKS_PER_SECOND / perSecond)
  const ftyp = box('ftyp', ascii('isom'), u32(0x200), ascii('isomiso2avc1mp41'))
  const dataAt = (moovLength: number) => ftyp.length + moovLength + 8
  const moov = (offset: number) =>
    box(
      'moov',
      full(
        'mvhd',
        0,
        u32(0, 0, TICKS_PER_SECOND, ticks * pictures, 0x10000),
        u16(0x100, 0),
        u32(0, 0),
        MATRIX,
        zeros(24),
        u32(2),
      ),
      box(
        'trak',
        full(
          'tkhd',
          3,
          u32(0, 0, 1, 0, ticks * pictures, 0, 0),
          u16(0, 0, 0, 0),
          MATRIX,
          u32(width << 16, height << 16),
        ),
        box(
          'mdia',
          full('mdhd', 0, u32(0, 0, TICKS_PER_SECOND, ticks * pictures), u16(0x55c4, 0)),
          full('hdlr', 0, u32(0), ascii('vide'), zeros(12), ascii('video\0')),
          box(
            'minf',
            full('vmhd', 1, u16(0, 0, 0, 0)),
            box('dinf', full('dref', 0, u32(1), full('url ', 1))),
            box(
              'stbl',
              full('stsd', 0, u32(1), sampleEntry({ width, height }, film.sequence, film.picture)),
              full('stts', 0, u32(1, pictures, ticks)),
              full('stss', 0, u32(1, 1)),
              full('stsc', 0, u32(1, 1, pictures, 1)),
              full('stsz', 0, u32(0, pictures, ...samples.map(({ length }) => length))),
              full('stco', 0, u32(1, offset)),
            ),
          ),
        ),
      ),
    )
  // Its length does not depend on the offset in it.
  return Buffer.concat([ftyp, moov(dataAt(moov(0).length)), box('mdat', ...samples)])
}

function sampleEntry({ width, height }: Dimensions, sequence: Buffer, picture: Buffer): Buffer {
  const decoder = box(
    'avcC',
    Buffer.of(1, ...sequence.subarray(1, 4), 0xff, 0xe1),
    u16(sequence.length),
    sequence,
    Buffer.of(1),
    u16(picture.length),
    picture,
  )
  const resolution = u32(0x480000, 0x480000, 0)
  return box(
    'avc1',
    zeros(6),
    u16(1),
    zeros(16),
    u16(width, height),
    resolution,
    u16(1),
    zeros(32),
    u16(24, 0xffff),
    decoder,
  )
}

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1')
const zeros = (count: number): Buffer => Buffer.alloc(count)

function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, 4 * i)
  return bytes
}

function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length)
  for (const [i, value] of values.entries()) bytes.writeUInt16BE(value, 2 * i)
  return bytes
}

const MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([u32(8 + content.length), ascii(type), content])
}

/** A box that states a version, zero, and flags. */
const full = (type: string, flags: number, ...parts: readonly Buffer[]): Buffer =>
  box(type, u32(flags), ...parts)
