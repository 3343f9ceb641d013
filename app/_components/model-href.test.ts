import { expect, test } from 'vitest'
import { modelHref, modelIdOf, modelIdOfSegments } from './model-href'

test.each([
  ['black-forest-labs/FLUX.1-dev', '/models/black-forest-labs/FLUX.1-dev'],
  ['streamdiffusion', '/models/streamdiffusion'],
  ['a b/ü?#%', '/models/a%20b/%C3%BC%3F%23%25'],
  ['a//b', '/models/a%2F%2Fb'],
  ['../status', '/models/..%2Fstatus'],
  ['/', '/models/%2F'],
])('%s has a page of its own that finds it again', (id, href) => {
  expect(modelHref(id)).toBe(href)
  const { pathname } = new URL(href, 'http://page')
  expect(pathname).toBe(href)
  expect(modelIdOfSegments(pathname.slice('/models/'.length).split('/'))).toBe(id)
})

test('names that are a way up in every spelling lead to their offerings', () => {
  expect(modelHref('..')).toBe('/offerings?model=..')
})

test('an address that is no text names nothing', () => expect(modelIdOfSegments(['%E0%A4%A'])).toBeNull())

test('where nodes name no model it is called by its pipeline', () => {
  expect(modelIdOf({ model: null, pipeline: 'transcoding' })).toBe('transcoding')
  expect(modelIdOf({ model: 'org/m', pipeline: 'llm' })).toBe('org/m')
})
