import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type SpooledFile, spoolFile, UploadUnkept } from './spooled-file'

const MIB = 1024 * 1024

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-spool-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}
const contentOf = async (file: SpooledFile): Promise<Buffer> => {
  const opened = file.open()
  return Buffer.isBuffer(opened) ? opened : buffer(opened)
}
const some = (length: number) => Buffer.from(Array.from({ length }, (_, i) => i % 251))

describe('up to a MiB a file is in memory', () => {
  test.each([0, 1, 1_000, MIB])('%i bytes', async (length) => {
    const bytes = some(length)
    const file = await spoolFile(inPieces(bytes, 40_000), { folder })
    expect(file).toMatchObject({ length, path: null })
    expect(file.head.equals(bytes)).toBe(true)
    expect((await contentOf(file)).equals(bytes)).toBe(true)
    file.release()
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('beyond that it is on the disk until it is released', () => {
  test.each([
    [MIB + 1, 64 * 1024],
    [MIB + 1, MIB],
    [3 * MIB, 3 * MIB],
    [5 * MIB, 10_000],
  ])('%i bytes in pieces of %i', async (length, size) => {
    const bytes = some(length)
    const file = await spoolFile(inPieces(bytes, size), { folder })
    expect(file.length).toBe(length)
    expect(file.head.length).toBeLessThanOrEqual(MIB)
    expect(file.head.equals(bytes.subarray(0, file.head.length))).toBe(true)
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([file.path])
    // Nobody else on this machine is to read what a client sent.
    expect(statSync(file.path ?? '').mode & 0o077).toBe(0)
    for (let i = 0; i < 2; i++) expect((await contentOf(file)).equals(bytes)).toBe(true)
    file.release()
    await expect.poll(() => readdirSync(folder)).toEqual([])
    file.release()
  })
})

test.each([1_000, 3 * MIB])('a source that fails after %i bytes leaves nothing behind', async (length) => {
  async function* failing() {
    yield* inPieces(some(length), 64 * 1024)
    throw new Error('gone')
  }
  await expect(spoolFile(failing(), { folder })).rejects.toThrow('gone')
  expect(readdirSync(folder)).toEqual([])
})

test('a folder that is not there is made', async () => {
  const place = join(folder, 'absent')
  const file = await spoolFile(inPieces(some(2 * MIB), 64 * 1024), { folder: place })
  expect(readdirSync(place)).toHaveLength(1)
  file.release()
})

test('a folder that cannot be written to is told, and the source is left', async () => {
  let isLeft = false
  async function* endless() {
    try {
      for (;;) yield Buffer.alloc(64 * 1024)
    } finally {
      isLeft = true
    }
  }
  const place = join(folder, 'a-file')
  writeFileSync(place, '')
  await expect(spoolFile(endless(), { folder: place })).rejects.toThrow(UploadUnkept)
  expect(isLeft).toBe(true)
})
