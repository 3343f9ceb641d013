import { expect, test } from 'vitest'
import { withMembers } from './edit-json'

test('other members stay digit by digit', () => {
  const text =
    '{"seed": 12345678901234567890, "strength": 0.10, "a": {"b": [1e400, null, true]}, "model_id": ""}'
  expect(withMembers(text, { model_id: 'org/model', width: 512 })).toBe(
    '{"seed":12345678901234567890,"strength":0.10,"a":{"b":[1e400,null,true]},"model_id":"org/model","width":512}',
  )
})

test('of equal keys the last one counts', () => {
  expect(withMembers('{"a":1,"a":2}', {})).toBe('{"a":2}')
})

test.each(['[]', '1', 'null', '{'])('%s is no object', (text) => {
  expect(() => withMembers(text, { a: 1 })).toThrow()
})
