import { expect, test } from 'vitest'
import { createKept } from './create-kept'

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
