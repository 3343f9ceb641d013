import { expect, test } from 'vitest'
import { toNdjson } from './to-ndjson'

test('one object per line, whatever texts hold, each line ended', () => {
  const objects = [{ a: 'x\ny' }, { a: '\u2028"' }]
  const text = toNdjson(objects)
  expect(text.endsWith('\n')).toBe(true)
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(objects)
})

test('no objects, no lines', () => expect(toNdjson([])).toBe(''))
