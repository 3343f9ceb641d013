import { expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { joinValues, splitValues } from './value-list'

test('a comma within a value is written %2C', () => {
  expect(splitValues('a%2Cb,c')).toEqual(['a,b', 'c'])
  expect(joinValues(['a,b', 'c'])).toBe('a%2Cb,c')
})

test('percent signs of other meaning are left alone', () => {
  expect(splitValues('100%,%2c,%25,%41')).toEqual(['100%', '%2c', '%25', '%41'])
})

test('every list of values is read as it was written, also when values look like escapes', () => {
  const random = seededRandom('value lists')
  for (let i = 0; i < 5000; i++) {
    const value = () =>
      Array.from({ length: random.int(1, 6) }, () => random.pick(['%', '25', '2C', ',', 'a'])).join('')
    const values = Array.from({ length: random.int(1, 4) }, value)
    expect(splitValues(joinValues(values))).toEqual(values)
  }
})
