import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyFolder, MediaShelf } from './media-shelf'

const PNG = { contentType: 'image/png', extension: 'png' }
const KEEP_MS = 60_000
const BEGINNING = 1_800_000_000_000

let folder: string
let now: number
beforeEach(() => {
  now = BEGINNING
  folder = join(mkdtempSync(join(tmpdir(), 'offerings-shelf-')), 'media')
  mkdirSync(folder)
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

function shelf(maxBytes = 1_000_000): MediaShelf {
  const made = new MediaShelf({ folder, keepMs: KEEP_MS, maxBytes }, () => now)
  made.start()
  return made
}
const files = () => readdirSync(folder).sort()
const bytes = (length: number) => Buffer.alloc(length, 'x')

test('what is laid there can be had by its name, until its time is over', async () => {
  const one = shelf()
  expect(await one.save('a', PNG, bytes(10))).toEqual({ name: 'a.png', until: BEGINNING + KEEP_MS })
  expect(await one.read('a.png')).toEqual({
    contentType: 'image/png',
    bytes: bytes(10),
    until: BEGINNING + KEEP_MS,
  })
  expect(statSync(join(folder, 'a.png')).mode & 0o077).toBe(0)
  now += KEEP_MS - 1
  expect(await one.read('a.png')).not.toBeNull()
  now += 1
  expect(await one.read('a.png')).toBeNull()
  one.tidy()
  await expect.poll(files).toEqual([])
})

describe('a name is a name and no path', () => {
  test.each(['', '..', '../a.png', 'a/b.png', 'a.png/..', 'a', 'a.PNG', 'no-such.png', 'a.png\0'])(
    '%j is not to be had',
    async (name) => {
      const one = shelf()
      await one.save('a', PNG, bytes(10))
      expect(await one.read(name)).toBeNull()
    },
  )

  test.each(['../a', 'a/b', 'a.b', '', 'a'.repeat(101)])('nothing is laid there as %j', async (name) => {
    await expect(shelf().save(name, PNG, bytes(1))).rejects.toThrow(/no name/)
    expect(files()).toEqual([])
  })
})

describe('where there is too much', () => {
  test('the oldest go first', async () => {
    const one = shelf(25)
    for (const name of ['a', 'b', 'c', 'd']) await one.save(name, PNG, bytes(10))
    await expect.poll(files).toEqual(['c.png', 'd.png'])
    expect(await one.read('a.png')).toBeNull()
    expect(await one.read('d.png')).not.toBeNull()
  })

  test('one that is too much by itself goes at once', async () => {
    const one = shelf(25)
    await one.save('small', PNG, bytes(10))
    await one.save('large', PNG, bytes(26))
    await expect.poll(files).toEqual([])
  })

  test('one of the same name takes its place, and counts once', async () => {
    const one = shelf(25)
    for (let i = 0; i < 5; i++) await one.save('a', PNG, bytes(20))
    expect(files()).toEqual(['a.png'])
    expect((await one.read('a.png'))?.bytes.length).toBe(20)
  })
})

describe('after a restart', () => {
  test('what is there is known, and ages on', async () => {
    await shelf().save('a', PNG, bytes(10))
    utimesSync(join(folder, 'a.png'), BEGINNING / 1_000, BEGINNING / 1_000)
    now += KEEP_MS / 2
    const two = shelf()
    expect(await two.read('a.png')).toMatchObject({ until: BEGINNING + KEEP_MS })
    now += KEEP_MS
    shelf()
    await expect.poll(files).toEqual([])
  })

  test('its size counts', async () => {
    const one = shelf(25)
    await one.save('a', PNG, bytes(10))
    await one.save('b', PNG, bytes(10))
    utimesSync(join(folder, 'a.png'), BEGINNING / 1_000, BEGINNING / 1_000)
    utimesSync(join(folder, 'b.png'), BEGINNING / 1_000 + 1, BEGINNING / 1_000 + 1)
    await shelf(25).save('c', PNG, bytes(10))
    await expect.poll(files).toEqual(['b.png', 'c.png'])
  })

  test('what somebody else laid there stays, and is not served', async () => {
    shelf()
    writeFileSync(join(folder, 'NOTES'), 'mine')
    writeFileSync(join(folder, 'page.html'), '<html>')
    const two = shelf()
    expect(await two.read('NOTES')).toBeNull()
    expect(await two.read('page.html')).toBeNull()
    expect(files()).toContain('NOTES')
  })
})

test('one that somebody removed is not there, and does not count', async () => {
  const one = shelf(25)
  await one.save('a', PNG, bytes(20))
  rmSync(join(folder, 'a.png'))
  expect(await one.read('a.png')).toBeNull()
  await one.save('b', PNG, bytes(20))
  expect(await one.read('b.png')).not.toBeNull()
})

test('a folder that is not there is made when it is needed', async () => {
  rmSync(folder, { recursive: true })
  const one = shelf()
  await one.save('a', PNG, bytes(1))
  expect(await one.read('a.png')).not.toBeNull()
  expect(statSync(folder).mode & 0o077).toBe(0)
})

test('a disk that fails is told, and nothing is there', async () => {
  const one = shelf()
  rmSync(folder, { recursive: true })
  writeFileSync(folder, 'a file where the folder should be')
  await expect(one.save('a', PNG, bytes(1))).rejects.toThrow(/EEXIST/)
  expect(await one.read('a.png')).toBeNull()
})

test('a folder of one process begins empty', () => {
  writeFileSync(join(folder, 'left'), 'of before')
  expect(emptyFolder(folder)).toBe(folder)
  expect(files()).toEqual([])
})
