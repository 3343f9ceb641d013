import { expect, test } from 'vitest'
import { createKept, createKeptPromises } from './create-kept'

/** Asks for each key; answers which of them had to be made. */
const made = (kept: (key: string, make: () => string) => string, keys: readonly string[]): string[] => {
  const missing: string[] = []
  for (const key of keys)
    kept(key, () => {
      missing.push(key)
      return key
    })
  return missing
}

test('what was asked for least recently goes first', () => {
  const kept = createKept<string>(2)
  expect(made(kept, ['a', 'b', 'a', 'c', 'a', 'b'])).toEqual(['a', 'b', 'c', 'b'])
})

test('a few large ones take the place of many small ones, and one that is too large takes none', () => {
  const kept = createKept<string>(10, { sizeOf: (text) => text.length, maxSize: 5 })
  expect(made(kept, ['1', '22', '33', '1', '22', '33'])).toEqual(['1', '22', '33'])
  expect(made(kept, ['4', '33', '22', '1'])).toEqual(['4', '1'])
  expect(made(kept, ['666666', '666666'])).toEqual(['666666', '666666'])
})

test('what takes time is made once for all who wait, and again after it failed', async () => {
  const kept = createKeptPromises<string>(2)
  const makings: string[] = []
  const ask = (key: string, error?: Error) =>
    kept(key, async () => {
      makings.push(key)
      if (error) throw error
      return key
    })
  expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual(['a', 'a', 'b'])
  await expect(Promise.all([ask('c', new Error('locked')), ask('c')])).rejects.toThrow('locked')
  expect(await ask('c')).toBe('c')
  expect(makings).toEqual(['a', 'b', 'c', 'c'])
})
