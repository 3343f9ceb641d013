import { expect, test } from 'vitest'
import { vramClassGb } from './vram-class'

const gib = (n: number): bigint => BigInt(Math.round(n * 2 ** 30))

test.each([
  ['RTX 5090', 31.84, 32],
  ['RTX 4090', 23.99, 24],
  ['L4, of which a part is kept for error correction', 22.5, 24],
  ['L40S', 44.99, 48],
  ['A100', 39.4, 40],
  ['H100', 79.65, 80],
  ['H100 NVL', 93.1, 94],
  ['H200', 139.8, 141],
  ['one that says a little more than its name', 24.1, 24],
  ['one that nobody sells', 1000.5, 1001],
])('%s is sold by the size on its box', (_, reported, size) => expect(vramClassGb(gib(reported))).toBe(size))

test.each([null, 0n, -1n])('%s bytes are no size', (bytes) => expect(vramClassGb(bytes)).toBeNull())
