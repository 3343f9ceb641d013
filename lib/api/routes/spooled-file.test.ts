import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { spoolFile } from './spooled-file'

const MIB = 1024 * 1024
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spooled-file-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function* pieces(count: number, size: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < count; i++) yield Buffer.alloc(size, i)
}
const whole = (count: number, size: number) =>
  Buffer.concat(Array.from({ length: count }, (_, i) => Buffer.alloc(size, i)))

test.each([
  ['nothing', 0, 0],
  ['a small one', 3, 1_000],
  ['as much as memory takes', 16, MIB / 16],
])('%s stays in memory', async (_, count, size) => {
  const file = await spoolFile(pieces(count, size), { folder })
  expect(file).toMatchObject({ length: count * size, path: null })
  expect(file.head).toEqual(whole(count, size))
  expect(file.open()).toEqual(whole(count, size))
  expect(readdirSync(folder)).toEqual([])
  file.release()
})

test('a large one goes to the disk, for its owner alone, as often as it is asked for', async () => {
  const file = await spoolFile(pieces(40, MIB / 16 + 1), { folder })
  const path = file.path ?? ''
  expect(file.length).toBe(40 * (MIB / 16 + 1))
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readFileSync(path).equals(whole(40, MIB / 16 + 1))).toBe(true)
  expect(
    whole(40, MIB / 16 + 1)
      .subarray(0, file.head.length)
      .equals(file.head),
  ).toBe(true)
  expect(file.head.length).toBeLessThanOrEqual(MIB)
  for (let i = 0; i < 2; i++) {
    const opened = file.open()
    expect(Buffer.isBuffer(opened)).toBe(false)
    if (!Buffer.isBuffer(opened)) expect((await buffer(opened)).length).toBe(file.length)
  }
  file.release()
  await expect.poll(() => readdirSync(folder)).toEqual([])
  // Once more does no harm.
  file.release()
})

test('of one that breaks off nothing is left', async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield* pieces(3, MIB)
    throw new Error('gone')
  }
  await expect(spoolFile(broken(), { folder })).rejects.toThrow('gone')
  expect(readdirSync(folder)).toEqual([])
})

test('a disk that takes nothing is told', async () => {
  await expect(spoolFile(pieces(40, MIB), { folder: join(folder, 'absent') })).rejects.toThrow(/ENOENT/)
})
