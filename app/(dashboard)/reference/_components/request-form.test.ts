import { expect, test } from 'vitest'
import { buildRequest } from './build-request'
import { groupParameters } from './parameter-groups'
import type { ApiOperation, ApiParameter } from './read-operations'
import { addCondition, changeEntry, emptyForm, formOfQuery, removeCondition } from './request-form'

const query = (name: string): ApiParameter => ({
  name,
  place: 'query',
  description: '',
  schema: { type: 'string' },
  example: null,
})
const operation: ApiOperation = {
  id: 'getCards',
  method: 'GET',
  path: '/cards',
  summary: '',
  description: null,
  tag: '',
  bearer: null,
  isAlsoForKeys: false,
  parameters: [
    query('size'),
    query('size[gte]'),
    query('size[lte]'),
    query('limit'),
    query('name'),
    query('name[not_in]'),
  ],
  body: null,
  answer: { status: '200', description: '', contents: [] },
  examples: [],
}

test('a field with several operators is one filter, a parameter without is one field', () => {
  const { single, filters } = groupParameters(operation.parameters)
  expect(single.map(({ name }) => name)).toEqual(['limit'])
  expect(filters.map(({ field, parameters }) => [field, parameters.length])).toEqual([
    ['size', 3],
    ['name', 2],
  ])
  expect(emptyForm(operation).entries.map(({ name }) => name)).toEqual(['limit', 'size', 'name'])
})

test('a query with several conditions on a field fills as many lines, also by an unknown parameter', () => {
  const form = formOfQuery(operation, '?size[gte]=1&size[lte]=2&size[lte]=3&unknown=x')
  expect(form.entries.filter(({ value }) => value !== '').map(({ name, value }) => [name, value])).toEqual([
    ['size[gte]', '1'],
    ['size[lte]', '2'],
    ['size[lte]', '3'],
    ['unknown', 'x'],
  ])
  expect(new Set(form.entries.map(({ key }) => key)).size).toBe(form.entries.length)
  expect(buildRequest(operation, form).target).toBe('/cards?size[gte]=1&size[lte]=2&size[lte]=3&unknown=x')
})

test('a further condition stands below the others with an operator of its own, and can go again', () => {
  const [sizes] = groupParameters(operation.parameters).filters
  if (!sizes) throw new Error('no filter')
  let form = addCondition(addCondition(emptyForm(operation), sizes), sizes)
  expect(form.entries.map(({ name }) => name)).toEqual(['limit', 'size', 'size[gte]', 'size[lte]', 'name'])
  const middle = form.entries[2]?.key ?? ''
  form = changeEntry(form, form.entries[3]?.key ?? '', { value: '9' })
  form = removeCondition(form, middle)
  expect(buildRequest(operation, form).target).toBe('/cards?size[lte]=9')
  // A line that is gone leaves its key to nobody who still stands there.
  const keys = addCondition(form, sizes).entries.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
})
