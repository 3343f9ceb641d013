import { deflateSync } from 'node:zlib'
import { seededRandom } from '@/lib/domain/seeded-random'
import type { Dimensions } from './image-dimensions'

const CELL = 16

/** A valid PNG of that size, squares in colours that the text decides: the same text, the same bytes. */
export function makePng({ width, height }: Dimensions, seed: string): Buffer {
  const random = seededRandom(seed)
  const palette = Buffer.from(random.bytes(3 * 16))
  const cells = Array.from({ length: Math.ceil(height / CELL) }, () => {
    const row = Buffer.alloc(1 + width)
    for (let x = 0; x < width; x += CELL)
      row.fill(random.int(0, 15), 1 + x, Math.min(1 + x + CELL, 1 + width))
    return row
  })
  const rows = Array.from(
    { length: height },
    (_, y) => cells[Math.floor(y / CELL)] ?? Buffer.alloc(1 + width),
  )
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits a pixel, which choose from a palette.
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1
  return rest >>> 0
})

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = (CRC_TABLE[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8)
  return (sum ^ 0xffffffff) >>> 0
}
