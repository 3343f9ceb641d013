import type { Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MAX_BODY_BYTES } from './answer'
import { answerRequest } from './endpoints'
import { openLeanDoor } from './lean-door'
import { createReader } from './reader'
import { answerDeps } from './testdata/answer-deps'
import { stateOf } from './testdata/asking'

const KEY = 'a key for tests alone'
const errors: unknown[] = []
let door: Server
let port: number

beforeAll(async () => {
  const reader = createReader(stateOf(null), { now: () => 0, version: 'test' })
  const onError = (error: unknown) => errors.push(error)
  door = await openLeanDoor(
    (request) => answerRequest(request, { ...answerDeps(reader), operatorKey: KEY, onError }),
    { port: 0, host: '127.0.0.1' },
  )
  const address = door.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(() => door.close())

const put = (body: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/api/v1/policies/large`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${KEY}` },
    body,
  })

test('a table is told whom a request comes from, once more on a kept connection', async () => {
  const peers: unknown[] = []
  const listening = await openLeanDoor(
    ({ peer }) => {
      peers.push(peer)
      return { status: 204, headers: {}, body: null }
    },
    { port: 0, host: '127.0.0.1' },
  )
  const address = listening.address()
  const own = typeof address === 'object' && address !== null ? address.port : 0
  for (let i = 0; i < 3; i++) await fetch(`http://127.0.0.1:${own}/`)
  listening.close()
  expect(peers).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1'])
})

test('a body that is too large is answered, not cut off', async () => {
  for (const length of [MAX_BODY_BYTES + 1, 40 * MAX_BODY_BYTES]) {
    const response = await put(' '.repeat(length))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ type: '/problems#body-too-large' })
  }
  expect((await put(' '.repeat(MAX_BODY_BYTES))).status).toBe(400)
  expect(errors).toEqual([])
})
