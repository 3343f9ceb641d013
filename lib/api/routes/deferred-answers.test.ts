import { expect, test } from 'vitest'
import { DeferredAnswers } from './deferred-answers'

const answer = (megabytes = 0) => ({
  status: 200,
  headers: {},
  body: Buffer.alloc(megabytes * 1024 * 1024),
})
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('an answer is processing until it is made, and then there for an hour', async () => {
  let now = 0
  const answers = new DeferredAnswers(() => now)
  let make = (_: ReturnType<typeof answer>) => {}
  answers.begin('a', new Promise((resolve) => (make = resolve)))
  expect(answers.find('a')).toEqual({ kind: 'processing' })
  make(answer())
  await settled()
  expect(answers.find('a')).toMatchObject({ kind: 'complete' })
  now = 3_600_000
  expect([answers.find('a'), answers.find('b')]).toEqual([null, null])
})

test('what is kept together is bounded: the oldest that are made go, those under way stay', async () => {
  const answers = new DeferredAnswers(() => 0)
  answers.begin('under-way', new Promise(() => {}))
  for (const id of ['a', 'b', 'c']) answers.begin(id, Promise.resolve(answer(100)))
  await settled()
  expect(['under-way', 'a', 'b', 'c'].map((id) => answers.find(id)?.kind ?? null)).toEqual([
    'processing',
    null,
    'complete',
    'complete',
  ])
  answers.begin('d', Promise.resolve(answer(200)))
  await settled()
  expect(['b', 'c', 'd'].map((id) => answers.find(id)?.kind ?? null)).toEqual([null, null, 'complete'])
})
