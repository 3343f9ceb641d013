import { expect, test } from 'vitest'
import { buildRun, dryRunBody } from './build-run'
import type { PlaygroundRoute } from './playground-route'

const CHOICE = { pipeline: '', model: '', policy: '', strategy: '', max_price: '' }
const IMAGE: PlaygroundRoute = {
  pipeline: 'text-to-image',
  path: '/text-to-image',
  summary: '',
  modelField: 'model_id',
  file: null,
  canStream: false,
  fields: [
    { name: 'prompt', kind: 'text', isRequired: true },
    { name: 'width', kind: 'integer', isRequired: false },
    { name: 'safety_check', kind: 'boolean', isRequired: false },
  ],
}
const LLM: PlaygroundRoute = {
  ...IMAGE,
  pipeline: 'llm',
  path: '/llm',
  modelField: 'model',
  canStream: true,
  fields: [
    { name: 'messages', kind: 'json', isRequired: true },
    { name: 'max_tokens', kind: 'integer', isRequired: false },
  ],
}
const FORM: PlaygroundRoute = { ...IMAGE, path: '/upscale', file: { name: 'image', kind: 'image' } }
const input = (values: Readonly<Record<string, string>>, isStream = false) => ({
  values,
  file: null,
  isStream,
})
const bodyOf = (...args: Parameters<typeof buildRun>): unknown => JSON.parse(String(buildRun(...args).body))

test('fields go out as what they are, and empty ones not at all', () => {
  expect(
    bodyOf(
      IMAGE,
      { ...CHOICE, model: 'org/m' },
      input({ prompt: 'a cat', width: '64', safety_check: 'false' }),
    ),
  ).toEqual({ model_id: 'org/m', prompt: 'a cat', width: 64, safety_check: false })
  expect(bodyOf(IMAGE, CHOICE, input({ prompt: '' }))).toEqual({ prompt: '' })
})

test('what is no number goes on as it is, so that the server names it', () =>
  expect(bodyOf(IMAGE, CHOICE, input({ prompt: 'x', width: 'wide' }))).toEqual({
    prompt: 'x',
    width: 'wide',
  }))

test('a language model is told who it is, then what is asked', () => {
  expect(bodyOf(LLM, CHOICE, input({ prompt: 'Why?', system: 'Be short.', max_tokens: '9' }, true))).toEqual({
    messages: [
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: 'Why?' },
    ],
    max_tokens: 9,
    stream: true,
  })
})

test('whom it may go to stands in headers, the file in a form', () => {
  const file = new File(['x'], 'cat.png')
  const { headers, body } = buildRun(
    FORM,
    { ...CHOICE, strategy: 'cheapest', policy: 'p', max_price: '0.5usd', model: 'm' },
    { values: { prompt: 'sharp' }, file, isStream: false },
  )
  expect(headers).toEqual({
    'livepeer-policy': 'p',
    'livepeer-strategy': 'cheapest',
    'livepeer-max-price': '0.5usd',
  })
  const form = body instanceof FormData ? body : new FormData()
  expect([form.get('prompt'), form.get('model_id'), form.get('image')]).toEqual(['sharp', 'm', file])
})

test('a dry run is of the same size, as far as fields say it', () => {
  expect(
    dryRunBody(IMAGE, { ...CHOICE, max_price: '3' }, { values: { width: '64', prompt: 'x' } }),
  ).toMatchObject({ kind: 'ai', pipeline: 'text-to-image', max_price: '3', size: { width: 64 } })
  expect(dryRunBody(LLM, CHOICE, { values: {} })).not.toHaveProperty('size')
})
