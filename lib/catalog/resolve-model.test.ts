import { expect, test } from 'vitest'
import { resolveModel } from './resolve-model'
import { offering } from './testdata/offering'

const flux = offering({ id: '1', model: 'black-forest-labs/FLUX.1-dev' })
const same = offering({ id: '2', model: 'black-forest-labs/FLUX.1-dev', pipeline: 'image-to-image' })
const llama = offering({ id: '3', model: 'meta/Llama' })
const other = offering({ id: '4', model: 'someone/llama' })
const byoc = offering({ id: '5', model: null, pipeline: 'echo', kind: 'byoc' })
const odd = offering({ id: '6', model: '__proto__' })
const all = [flux, same, llama, other, byoc, odd]

test.each([
  ['the whole id', 'black-forest-labs/FLUX.1-dev', ['1', '2']],
  ['the name alone, in any case', 'flux.1-DEV', ['1', '2']],
  ['the whole id in another case', 'META/llama', ['3']],
  ['a capability whose nodes name no model', 'echo', ['5']],
  ['a name that JavaScript gives a meaning', '__proto__', ['6']],
])('a model is found by %s', (_, asked, ids) =>
  expect(resolveModel(all, asked)).toMatchObject({ kind: 'found', offerings: ids.map((id) => ({ id })) }),
)

test('a name that several models have is none of them', () =>
  expect(resolveModel(all, 'LLAMA')).toEqual({ kind: 'ambiguous', ids: ['meta/Llama', 'someone/llama'] }))

test.each(['', 'flux', 'constructor', 'FLUX.1'])('what nothing is called finds nothing: %j', (asked) =>
  expect(resolveModel(all, asked)).toEqual({ kind: 'unknown' }),
)
