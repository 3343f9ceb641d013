import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { BitWriter } from './bit-writer'
import { imageDimensions } from './image-dimensions'
import { MediaStore } from './media-store'
import { makeMp4 } from './mp4'
import { makePng } from './png'
import { makeWav, wavSeconds } from './wav'

describe('PNG', () => {
  test.each([
    [1, 1],
    [17, 3],
    [256, 100],
  ])('%d by %d: a byte per pixel behind a byte per row, and the text decides them', (width, height) => {
    const png = makePng({ width, height }, 'a')
    expect(imageDimensions(png)).toEqual({ width, height })
    expect(inflateSync(chunkOf(png, 'IDAT'))).toHaveLength((width + 1) * height)
    expect(makePng({ width, height }, 'a')).toEqual(png)
    expect(makePng({ width, height }, 'b')).not.toEqual(png)
  })

  test('ends with the chunk that every PNG ends with, sum included', () =>
    expect(makePng({ width: 1, height: 1 }, '').subarray(-12).toString('hex')).toBe(
      '0000000049454e44ae426082',
    ))
})

describe('dimensions', () => {
  test('of a GIF and of a JPEG, whose frame stands behind other markers', () => {
    expect(imageDimensions(Buffer.from('474946383961400120000000', 'hex'))).toEqual({
      width: 320,
      height: 32,
    })
    const jpeg = Buffer.from('ffd8ffe00004aabbffc0001108003000400301', 'hex')
    expect(imageDimensions(jpeg)).toEqual({ width: 64, height: 48 })
  })

  test('of whatever is no image are none, and nothing throws', () => {
    const random = seededRandom('images')
    const begun = [
      makePng({ width: 9, height: 9 }, ''),
      Buffer.from('GIF89a'),
      Buffer.from('ffd8ffe0', 'hex'),
    ]
    for (let i = 0; i < 500; i++) {
      const bytes = Buffer.concat([
        begun[i % 3]?.subarray(0, random.int(0, 24)) ?? Buffer.of(),
        random.bytes(9),
      ])
      expect(() => imageDimensions(bytes)).not.toThrow()
    }
    expect(imageDimensions(new Uint8Array(0))).toBeNull()
    expect(imageDimensions(makePng({ width: 5, height: 5 }, '').fill(0, 16, 20))).toBeNull()
  })
})

describe('WAV', () => {
  test('lasts as long as it was made, in whole seconds', () => {
    expect(wavSeconds(makeWav(2_999, ''))).toBe(2)
    expect(wavSeconds(makeWav(3_000, ''))).toBe(3)
    expect(makeWav(1_000, '')).toHaveLength(44 + 16_000)
  })

  test('a length that is a lie counts as what is there; noise is no sound', () => {
    const cut = makeWav(3_000, '').subarray(0, 44 + 16_000)
    expect(wavSeconds(cut)).toBe(1)
    expect(wavSeconds(Buffer.from('RIFF    WAVE'))).toBeNull()
    expect(wavSeconds(makeWav(1_000, '').fill(0, 28, 32))).toBeNull()
    expect(wavSeconds(new Uint8Array(3))).toBeNull()
  })
})

describe('MP4', () => {
  const mp4 = makeMp4({ width: 70, height: 38 }, { pictures: 5, perSecond: 5, seed: 'a' })

  test('its boxes add up, and the offset leads to the first picture', () => {
    expect(boxes(mp4).map(({ type }) => type)).toEqual(['ftyp', 'moov', 'mdat'])
    const offset = mp4.readUInt32BE(mp4.indexOf('stco') + 12)
    const data = boxes(mp4).find(({ type }) => type === 'mdat')
    expect(offset).toBe((data?.at ?? 0) + 8)
    // An IDR picture, behind its length.
    expect(mp4[offset + 4]).toBe(0x65)
    const sizes = mp4.indexOf('stsz') + 12
    const lengths = Array.from({ length: mp4.readUInt32BE(sizes) }, (_, i) =>
      mp4.readUInt32BE(sizes + 4 + 4 * i),
    )
    expect(lengths).toHaveLength(5)
    // Nothing in a picture looks like a start code, since it would be one to some players.
    const first = mp4.subarray(offset + 4, offset + (lengths[0] ?? 0))
    expect(first.indexOf(Buffer.of(0, 0, 1))).toBe(-1)
    expect(lengths.reduce((sum, length) => sum + length, 8)).toBe(data?.length)
  })
})

test('bits are written from the highest on, numbers in exponential Golomb', () => {
  const writer = new BitWriter().ue(0).ue(1).ue(2).ue(3).bits(0b1, 1)
  // 1 010 011 00100 1, then the end: 1 and zeros.
  expect(writer.finish().toString('binary')).toBe(Buffer.of(0b10100110, 0b01001100).toString('binary'))
})

describe('media', () => {
  const file = (bytes: number) => ({ contentType: 'image/png', bytes: Buffer.alloc(bytes) })

  test('are kept for ten minutes', () => {
    const store = new MediaStore()
    const path = store.save('request', 'a.png', file(1), 0)
    expect(store.find(path, 600_000)?.contentType).toBe('image/png')
    expect(store.find(path, 600_001)).toBeNull()
  })

  test('the oldest go when they are too much', () => {
    const store = new MediaStore()
    const paths = [1, 2, 3].map((i) => store.save('request', `${i}.png`, file(30 * 1024 * 1024), i))
    expect(paths.map((path) => store.find(path, 3) !== null)).toEqual([false, true, true])
  })
})

function boxes(file: Buffer): { type: string; at: number; length: number }[] {
  const found = []
  for (let at = 0; at < file.length; ) {
    const length = file.readUInt32BE(at)
    found.push({ type: file.toString('latin1', at + 4, at + 8), at, length })
    at += length
  }
  return found
}

function chunkOf(png: Buffer, type: string): Buffer {
  const at = png.indexOf(type)
  return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4))
}
