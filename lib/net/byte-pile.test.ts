import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { BytePile } from './byte-pile'

const pileOf = (...pieces: readonly (string | Uint8Array)[]) => {
  const pile = new BytePile()
  for (const piece of pieces) pile.add(typeof piece === 'string' ? Buffer.from(piece) : piece)
  return pile
}

describe('pieces become one', () => {
  test.each([
    [[], ''],
    [[''], ''],
    [['', 'a', ''], 'a'],
    [['all of it'], 'all of it'],
    [['a', 'b', 'c'], 'abc'],
  ])('%j', (pieces, expected) => {
    const pile = pileOf(...pieces)
    expect(pile.length).toBe(expected.length)
    expect(pile.take().toString()).toBe(expected)
  })

  test('of any size, in their order', () => {
    const random = seededRandom('pile')
    const pieces = Array.from({ length: 500 }, () => Buffer.from(random.bytes(random.int(0, 3_000))))
    expect(
      pileOf(...pieces)
        .take()
        .equals(Buffer.concat(pieces)),
    ).toBe(true)
  })

  test('what comes after them in the memory of their sender is left out', () => {
    const slab = Buffer.from('one two three')
    expect(pileOf(slab.subarray(0, 3), slab.subarray(4, 7)).take().toString()).toBe('onetwo')
  })
})

test('a million single bytes take no more room than a few times their length', () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const held = () => {
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const before = held()
  const pile = new BytePile()
  const slab = Buffer.alloc(1_000, 'a')
  for (let i = 0; i < 1_000_000; i++) pile.add(slab.subarray(i % 1_000, (i % 1_000) + 1))
  expect(held() - before).toBeLessThan(8_000_000)
  expect(pile.take().length).toBe(1_000_000)
})
