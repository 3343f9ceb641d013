import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyFolder, MediaShelf } from './media-shelf'

const PNG = { contentType: 'image/png', extension: 'png' }
const KEEP_MS = 60_000
const START = Date.parse('2026-05-01T12:00:00Z')

let folder: string
let now: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-shelf-'))
  now = START
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function shelf(maxBytes = 1_000): MediaShelf {
  const made = new MediaShelf({ folder, keepMs: KEEP_MS, maxBytes }, () => now)
  made.start()
  return made
}
const files = () => readdirSync(folder).sort()

test('a file can be had until its time is over, and is gone then', async () => {
  const media = shelf()
  const { name, until } = await media.save('a-0', PNG, Buffer.from('bytes'))
  expect({ name, until }).toEqual({ name: 'a-0.png', until: START + KEEP_MS })
  now = until - 1
  expect(await media.read(name)).toEqual({ contentType: 'image/png', bytes: Buffer.from('bytes'), until })
  now = until
  expect(await media.read(name)).toBeNull()
  media.tidy()
  await expect.poll(files).toEqual([])
})

test('the oldest make room for the latest', async () => {
  const media = shelf(250)
  for (const name of ['a', 'b', 'c', 'd']) await media.save(name, PNG, Buffer.alloc(100))
  await expect.poll(files).toEqual(['c.png', 'd.png'])
  expect(await media.read('b.png')).toBeNull()
  expect(await media.read('d.png')).not.toBeNull()
})

test('many at once, more than there is room for: what stays is what is known', async () => {
  const media = shelf(250)
  const names = Array.from({ length: 20 }, (_, i) => `n${i}`)
  await Promise.all(names.map((name) => media.save(name, PNG, Buffer.alloc(100))))
  await expect.poll(files).toEqual(['n18.png', 'n19.png'])
})

test('one that is larger than all there is room for is not kept', async () => {
  const media = shelf(50)
  await media.save('a', PNG, Buffer.alloc(100))
  expect(await media.read('a.png')).toBeNull()
  await expect.poll(files).toEqual([])
})

test('the same name once more takes the place of the first', async () => {
  const media = shelf(250)
  for (let i = 0; i < 5; i++) await media.save('a', PNG, Buffer.alloc(100, i))
  await media.save('b', PNG, Buffer.alloc(100))
  expect((await media.read('a.png'))?.bytes).toEqual(Buffer.alloc(100, 4))
})

test('a restart takes up what is still good, and removes what is over or too much', async () => {
  const put = (name: string, ageMs: number) => {
    writeFileSync(join(folder, name), Buffer.alloc(100))
    const at = new Date(START - ageMs)
    utimesSync(join(folder, name), at, at)
  }
  put('over.png', KEEP_MS + 1_000)
  put('old.png', 50_000)
  put('young.png', 10_000)
  put('younger.png', 5_000)
  put('.hidden', 0)
  const media = shelf(250)
  await expect.poll(files).toEqual(['.hidden', 'young.png', 'younger.png'])
  expect(await media.read('young.png')).toMatchObject({ until: START - 10_000 + KEEP_MS })
  expect(await media.read('old.png')).toBeNull()
  expect(await media.read('.hidden')).toBeNull()
})

test('no name leads out of the folder', async () => {
  const media = shelf()
  for (const name of ['../a', 'a/b', 'a.b', '', 'x'.repeat(200)])
    await expect(media.save(name, PNG, Buffer.from('x'))).rejects.toThrow(/no name/)
  for (const name of ['../a.png', '/etc/passwd', 'a', '__proto__']) expect(await media.read(name)).toBeNull()
  expect(files()).toEqual([])
})

test('a file that somebody has removed is gone, and its room is free', async () => {
  const media = shelf(150)
  await media.save('a', PNG, Buffer.alloc(100))
  rmSync(join(folder, 'a.png'))
  expect(await media.read('a.png')).toBeNull()
  await media.save('b', PNG, Buffer.alloc(100))
  expect(await media.read('b.png')).not.toBeNull()
})

test('a disk that takes nothing is told, and nothing is kept of it', async () => {
  const media = shelf(150)
  rmSync(folder, { recursive: true })
  await expect(media.save('a', PNG, Buffer.alloc(100))).rejects.toThrow(/ENOENT/)
  expect(await media.read('a.png')).toBeNull()
})

test('a folder for what lives as long as a request is empty at the start', () => {
  writeFileSync(join(folder, 'left'), 'x')
  expect(readdirSync(emptyFolder(folder))).toEqual([])
})
