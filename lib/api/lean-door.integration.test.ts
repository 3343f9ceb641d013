import type { Server } from 'node:http'
import { connect } from 'node:net'
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

test('whoever offers another protocol is answered in this one, its body and all, and may go on', async () => {
  const asked: string[] = []
  const listening = await openLeanDoor(
    async ({ method, url, header, readBody }) => {
      const body = String(await readBody?.())
      asked.push(`${method} ${url.pathname} ${header('upgrade')} ${header('x-own')} ${body}`)
      return { status: 200, headers: {}, body: Buffer.from(`told ${body}`) }
    },
    { port: 0, host: '127.0.0.1', upgrade: async () => Promise.reject(new Error('nobody is upgraded here')) },
  )
  const address = listening.address()
  const own = typeof address === 'object' && address !== null ? address.port : 0
  const offer =
    'Host: x\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nX-Own: 1\r\n'
  const socket = connect(own, '127.0.0.1')
  let text = ''
  socket.on('data', (piece) => {
    text += piece
  })
  socket.write(`POST /a HTTP/1.1\r\n${offer}Upgrade: h2c\r\nContent-Length: 5\r\n\r\nhel`)
  socket.write('lo')
  await expect.poll(() => text).toContain('told hello')
  socket.write(`GET /b HTTP/1.1\r\n${offer}Upgrade: websocket\r\n\r\n`)
  await expect.poll(() => asked).toEqual(['POST /a null 1 hello', 'GET /b null 1 '])
  expect(text).not.toContain(' 101 ')
  socket.destroy()
  listening.close()
  listening.closeAllConnections()
})
