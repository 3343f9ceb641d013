import { expect, test } from 'vitest'
import { pickFields } from './pick-fields'

const dto = { id: 'a', price: { wei: '1' }, model: null }

test('only the fields asked for remain, in their own order, unknowns included', () =>
  expect(JSON.stringify(pickFields(dto, ['model', 'id', 'colour']))).toBe('{"id":"a","model":null}'))

test('nothing asked for is everything', () => expect(pickFields(dto, null)).toEqual(dto))

test('what an object inherits is no field of it', () =>
  expect(pickFields(dto, ['__proto__', 'constructor', 'toString'])).toEqual({}))
