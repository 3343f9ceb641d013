import { expect, test } from 'vitest'
import { readHead, readProblem, readResult, wordsOf } from './read-answer'

test('headers tell who did it; what they do not say is null, never 0', () => {
  const headers = new Headers({
    'content-type': 'application/json; charset=utf-8',
    'x-request-id': 'r-1',
    'livepeer-attempts': '2',
    'livepeer-cost-wei': '340282366920938463463374607431768211456',
    'livepeer-overhead-ms': '1.25',
    'server-timing': 'gateway;dur=1.25, orchestrator;dur=20.50',
  })
  expect(readHead({ status: 200, headers })).toEqual({
    status: 200,
    mediaType: 'application/json',
    requestId: 'r-1',
    node: null,
    orchestrator: null,
    model: null,
    attempts: 2,
    reason: null,
    costWei: '340282366920938463463374607431768211456',
    paidWei: null,
    overheadMs: 1.25,
    orchestratorMs: 20.5,
  })
})

test('files are shown as what they are, and no other kind of address is loaded', () => {
  const images = JSON.stringify({ images: [{ url: 'http://x.example/a.png' }, { url: 'javascript:1' }] })
  expect(readResult('text-to-image', images)).toMatchObject({
    kind: 'images',
    urls: ['http://x.example/a.png'],
  })
  expect(readResult('image-to-video', images)).toMatchObject({ kind: 'films' })
  expect(readResult('text-to-speech', '{"audio":{"url":"data:audio/wav;base64,AA"}}').kind).toBe('sounds')
  expect(readResult('text-to-image', '{"images":[{"url":"data:text/html,x"}]}').kind).toBe('document')
})

test('words of a document and of pieces', () => {
  expect(readResult('image-to-text', '{"text":"a cat"}')).toMatchObject({ kind: 'words', words: 'a cat' })
  expect(readResult('llm', '{"choices":[{"message":{"content":"Hi"}}]}')).toMatchObject({ words: 'Hi' })
  expect(readResult('segment-anything-2', '{"masks":"[]"}').kind).toBe('document')
  expect(wordsOf('{"choices":[{"delta":{"content":" on"}}]}')).toBe(' on')
  for (const odd of ['[DONE]', 'null', '{"choices":[]}', '{"choices":[{"delta":null}]}'])
    expect(wordsOf(odd)).toBe('')
})

test('a problem is read in every shape that routes give it', () => {
  expect(
    readProblem(401, '{"error":{"message":"Send an API key.","code":"key-needed"},"title":"API key needed"}'),
  ).toEqual({ kind: 'key-needed', title: 'API key needed', detail: 'Send an API key.', fields: [] })
  expect(
    readProblem(
      422,
      '{"error":{"message":"x","code":"wrong-input"},"detail":[{"loc":["body","prompt"],"msg":"is missing"}]}',
    ),
  ).toMatchObject({ fields: [{ name: 'prompt', detail: 'is missing' }] })
  expect(readProblem(502, '<html>')).toEqual({
    kind: null,
    title: 'The server answered 502',
    detail: '',
    fields: [],
  })
})
