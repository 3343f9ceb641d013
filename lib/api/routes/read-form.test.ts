import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BodyBrokenOff, BodyTooLarge } from '../answer'
import { type FormReading, readForm } from './read-form'
import { UploadUnkept } from './spooled-file'

const MIB = 1024 * 1024
const TYPE = 'multipart/form-data; boundary=b'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-form-'))
})
afterEach(async () => {
  // Whatever is removed is removed off its own turn.
  await expect.poll(() => readdirSync(folder)).toEqual([])
  rmSync(folder, { recursive: true })
})

const field = (name: string, value: string) =>
  `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const fileStart = (name: string, type = 'image/png') =>
  `--b\r\ncontent-disposition: form-data; name="${name}"; filename="${name}.png"\r\ncontent-type: ${type}\r\n\r\n`
const file = (name: string, content: string) => `${fileStart(name)}${content}\r\n`
const END = '--b--\r\n'

async function* inPieces(...pieces: (string | Buffer)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    await setImmediate()
    yield Buffer.from(piece)
  }
}
const read = (
  body: AsyncIterable<Uint8Array> | null,
  options: Partial<Parameters<typeof readForm>[1]> = {},
) => readForm(body, { contentType: TYPE, maxBytes: 20 * MIB, folder, ...options })

async function good(reading: Promise<FormReading>) {
  const got = await reading
  if (!got.ok) throw new Error(got.detail)
  return got.form
}

test('fields and files come apart, wherever the pieces are cut', async () => {
  const whole = Buffer.from(`${field('prompt', 'a ü ☃')}${file('image', 'bytes')}${field('seed', '1')}${END}`)
  for (const size of [1, 7, whole.length]) {
    const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
      whole.subarray(i * size, (i + 1) * size),
    )
    const form = await good(read(inPieces(...pieces)))
    expect([...form.fields]).toEqual([
      ['prompt', 'a ü ☃'],
      ['seed', '1'],
    ])
    const image = form.files.get('image')
    expect(image).toMatchObject({ name: 'image.png', contentType: 'image/png' })
    expect(image?.file.open()).toEqual(Buffer.from('bytes'))
    form.release()
  }
})

test('a large file goes to the disk, and is gone when it is released', async () => {
  const form = await good(read(inPieces(fileStart('image'), Buffer.alloc(3 * MIB, 7), `\r\n${END}`)))
  const spooled = form.files.get('image')?.file
  expect(spooled?.length).toBe(3 * MIB)
  expect(readFileSync(spooled?.path ?? '').equals(Buffer.alloc(3 * MIB, 7))).toBe(true)
  form.release()
})

test('of equal names the last text counts, and the first file', async () => {
  const large = 'x'.repeat(2 * MIB)
  const form = await good(
    read(
      inPieces(`${field('a', '1')}${field('a', '2')}${file('image', large)}${file('image', 'second')}${END}`),
    ),
  )
  expect(form.fields.get('a')).toBe('2')
  expect(form.files.get('image')?.file.length).toBe(2 * MIB)
  // Nothing is left of the other one.
  expect(readdirSync(folder)).toHaveLength(1)
  form.release()
})

describe('hostile forms', () => {
  test.each([
    ['no boundary', 'multipart/form-data', `${field('a', '1')}${END}`],
    ['an empty boundary', 'multipart/form-data; boundary=', `${field('a', '1')}${END}`],
    ['another boundary', 'multipart/form-data; boundary=c', `${field('a', '1')}${END}`],
    ['nothing', TYPE, ''],
    ['no form', TYPE, 'hello'.repeat(1_000)],
    ['cut in a field', TYPE, field('a', '1').slice(0, -4)],
    ['cut in a header', TYPE, field('a', '1').slice(0, 20)],
    ['cut in a small file', TYPE, `${fileStart('image')}abc`],
    ['cut in a large file', TYPE, `${fileStart('image')}${'x'.repeat(3 * MIB)}`],
    ['thousands of fields', TYPE, `${field('a', '1').repeat(5_000)}${END}`],
    [
      'fields of thousands of names',
      TYPE,
      `${Array.from({ length: 5_000 }, (_, i) => field(`a${i}`, '1')).join('')}${END}`,
    ],
    ['many files', TYPE, `${Array.from({ length: 100 }, (_, i) => file(`f${i}`, 'x')).join('')}${END}`],
    [
      'many large files',
      TYPE,
      `${Array.from({ length: 6 }, (_, i) => file(`f${i}`, 'x'.repeat(2 * MIB))).join('')}${END}`,
    ],
    ['a long field', TYPE, `${field('a', 'x'.repeat(MIB))}${END}`],
    ['endless headers', TYPE, `--b\r\n${'x-a: b\r\n'.repeat(50_000)}`],
  ])('%s: it is told, and nothing is left', async (_, contentType, body) => {
    const reading = await read(inPieces(...pieces(body)), { contentType })
    expect(reading).toMatchObject({ ok: false, detail: expect.stringMatching(/^[A-Z].+\.$/) })
  })

  test('names that objects have by themselves are fields like others', async () => {
    const form = await good(read(inPieces(`${field('__proto__', '1')}${field('constructor', '2')}${END}`)))
    expect([...form.fields]).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ])
  })

  test('100 MB are refused at the limit, and never held', async () => {
    let sent = 0
    async function* flood(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(fileStart('image'))
      for (; sent < 100 * MIB; sent += MIB) yield Buffer.alloc(MIB)
    }
    const before = process.memoryUsage().arrayBuffers
    await expect(read(flood(), { maxBytes: 20 * MIB })).rejects.toBeInstanceOf(BodyTooLarge)
    expect(sent).toBeLessThanOrEqual(20 * MIB)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30 * MIB)
  })

  test.each([1, 3 * MIB])('a body that breaks off after %i bytes of a file', async (length) => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${fileStart('image')}${'x'.repeat(length)}`)
      throw new Error('aborted')
    }
    await expect(read(broken())).rejects.toBeInstanceOf(BodyBrokenOff)
  })
})

test('a disk that takes nothing is an error, and no end of waiting', async () => {
  const body = inPieces(...pieces(`${file('image', 'x'.repeat(8 * MIB))}${END}`))
  const place = join(folder, 'a-file')
  writeFileSync(place, '')
  await expect(read(body, { folder: place })).rejects.toThrow(UploadUnkept)
  rmSync(place)
})

function pieces(text: string): Buffer[] {
  const whole = Buffer.from(text)
  return Array.from({ length: Math.ceil(whole.length / 65_536) }, (_, i) =>
    whole.subarray(i * 65_536, (i + 1) * 65_536),
  )
}
