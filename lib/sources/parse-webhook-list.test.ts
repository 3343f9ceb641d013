import { expect, test } from 'vitest'
import { parseWebhookList } from './parse-webhook-list'

// More bodies, held to go-livepeer's own answers: lib/catalog/misc.oracle.test.ts.

test('elements that are null or have no address are skipped; what is unknown is ignored', () => {
  const body =
    '[null,{},{"address":null,"score":null},{"address":""},{"address":"a:1","runners":[{}]},{"address":"a:1"}]'
  expect(parseWebhookList(body)).toEqual({
    ok: true,
    entries: [{ uri: 'a:1' }, { uri: 'a:1' }],
    facts: null,
  })
})

test.each([
  '',
  'null',
  '{}',
  '5',
  '"a:1"',
  '["a:1"]',
  '[{"address":5}]',
  '[{"address":"a:1"},{"score":"1"}]',
  '[[]]',
  '[{}]x',
])('%j is no list', (body) =>
  expect(parseWebhookList(body)).toEqual({ ok: false, problem: expect.stringMatching(/^its body is not/) }),
)

test('prototype keys give an element nothing', () => {
  expect(parseWebhookList('[{"__proto__":{"address":"a:1"}}]')).toEqual({
    ok: true,
    entries: [],
    facts: null,
  })
})
