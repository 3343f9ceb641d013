import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import type { ScenarioPatchInput } from '@/lib/devnet/scenario-patch'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

const NAME = 'echo'
const NAMES = ['one', 'two', 'three'] as const

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const byoc = [{ name: NAME, price: 100n, capacity: 4 }]
  const priced = [{ name: 'priced', price: 100n, capacity: 4 }]
  const free = [{ name: 'free', price: 0n, capacity: 4 }]
  devnet = await Devnet.start({
    fleet: [
      ...NAMES.map((name) => scenario({ name, jobMs: 0, byoc })),
      scenario({ name: 'chain', jobMs: 0, payment: 'verify', byoc: priced }),
      scenario({ name: 'gift', jobMs: 0, payment: 'verify', byoc: free }),
    ],
  })
  standing = await startServer(devnet, { BREAKER_CONSECUTIVE: '100', BREAKER_MIN_SAMPLES: '100' })
})
beforeEach(async () => {
  await devnet.reset()
  jobsBefore = 0
  jobsBefore = jobCount()
})
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

const JOB = { id: 'j', request: '{"run":"echo"}', parameters: '{}', capability: NAME, timeout_seconds: 1 }
/** Logs stay. */
let jobsBefore = 0
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

const send = (
  body: BodyInit,
  {
    job = {},
    headers = {},
    path = '/process/request/run/it',
  }: {
    readonly job?: Record<string, unknown>
    readonly headers?: Record<string, string>
    readonly path?: string
  } = {},
) =>
  fetch(`${standing.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      livepeer: base64({ ...JOB, ...job }),
      'livepeer-strategy': 'cheapest',
      'livepeer-seed': 'a',
      ...headers,
    },
    body,
  })

const jobsOf = (name: string) =>
  devnet
    .orchestrator(name)
    .jobs.log.report()
    .last.filter(({ pipeline }) => pipeline === 'byoc/request')
const inFlight = () =>
  NAMES.reduce((count, name) => count + devnet.orchestrator(name).jobs.log.report().inFlight, 0)
const jobCount = () => NAMES.reduce((count, name) => count + jobsOf(name).length, 0) - jobsBefore
/** Whoever would be chosen first. */
const first = async () => {
  const response = await send('{}')
  await devnet.reset()
  const uri = response.headers.get('livepeer-node')
  return NAMES.find((name) => devnet.orchestrator(name).uri === uri) ?? 'one'
}

describe('what is sent comes back', () => {
  test('JSON, with what the node says of it in headers', async () => {
    const response = await send('{"a": 1.50}')
    expect(await response.text()).toBe('{"a": 1.50}')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('livepeer-attempts')).toBe('1')
    expect(JSON.parse(response.headers.get('x-metadata') ?? '')).toEqual({
      capability: NAME,
      route: 'run/it',
    })
    expect(response.headers.get('livepeer-balance')).toBe('0')
    expect(response.headers.get('x-orchestrator-url')).toMatch(/^https:/)
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
  })

  test.each(['/process/request', '/process/request/', '/process/request/a%2Fb/c?d=e'])(
    'at %s',
    async (path) => {
      const response = await send('{}', { path })
      expect(response.status, await response.text()).toBe(200)
    },
  )

  test('bytes, many of them, also to the second one', async () => {
    const bytes = Buffer.alloc(3_000_000, 'xyz')
    await devnet.orchestrator(await first()).change({ jobFault: { kind: 'reset-after-headers' } })
    const response = await send(bytes, { headers: { 'content-type': 'application/x-own' } })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/x-own')
    expect(response.headers.get('livepeer-attempts')).toBe('2')
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  })

  test('a form, boundary and all', async () => {
    const form = new FormData()
    form.set('a', 'b')
    form.set('file', new Blob(['content']), 'x.txt')
    const request = new Request('http://x', { method: 'POST', body: form })
    const type = request.headers.get('content-type') ?? ''
    const bytes = Buffer.from(await request.arrayBuffer())
    const response = await send(bytes, { headers: { 'content-type': type } })
    expect(response.headers.get('content-type')).toBe(type)
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  })

  test('a worker’s refusal, as it is, and nobody else is asked', async () => {
    for (const name of NAMES)
      await devnet.orchestrator(name).change({
        byoc: [{ name: NAME, price: '100', capacity: 4, status: 422, text: 'no such voice' }],
      })
    const response = await send('{}')
    expect([response.status, (await response.text()).trim()]).toEqual([422, 'no such voice'])
    expect(jobCount()).toBe(1)
  })
})

describe('events', () => {
  test('come one by one, once, and end with [DONE]', async () => {
    const response = await send('{"stream": true}')
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const text = await response.text()
    const events = text.trimEnd().split('\n\n')
    expect(events).toHaveLength(14)
    expect(events.at(-1)).toBe('data: [DONE]')
    expect(text.endsWith('[DONE]\n\n')).toBe(true)
    expect(response.headers.get('x-metadata')).not.toBeNull()
    expect(jobCount()).toBe(1)
    // Whoever goes on behind the end is left.
    await expect.poll(inFlight).toBe(0)
  })

  test('that break off end with an error, and are not begun anew', async () => {
    for (const name of NAMES) await devnet.orchestrator(name).change({ jobMs: 900 })
    const response = await send('{"stream": true}')
    const [reader, decoder] = [response.body?.getReader(), new TextDecoder()]
    let text = decoder.decode((await reader?.read())?.value)
    expect(text).toMatch(/^data: /)
    for (const name of NAMES) await devnet.orchestrator(name).change({ fault: 'refuse' })
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
      text += decoder.decode(next.value)
    expect(text.trimEnd().split('\n\n').at(-1)).toMatch(/^event: error\ndata: .*stream-cut/)
    expect(jobCount()).toBe(1)
  })
})

type Fault = Extract<NonNullable<ScenarioPatchInput['jobFault']>, object>
describe('whoever fails is followed by another one', () => {
  test.each<Fault>([
    { kind: 'refuse' },
    { kind: 'black-hole' },
    { kind: 'reset-before-headers' },
    { kind: 'reset-after-headers' },
    { kind: 'truncated' },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503 },
  ])('%o', { timeout: 20_000 }, async (fault) => {
    await devnet.orchestrator(await first()).change({ jobFault: fault })
    const response = await send('{"a":1}')
    expect(await response.text()).toBe('{"a":1}')
    expect(response.headers.get('livepeer-attempts')).toBe('2')
  })

  test('where all fail that is said', async () => {
    for (const name of NAMES)
      await devnet.orchestrator(name).change({ jobFault: { kind: 'status', status: 500 } })
    const response = await send('{}')
    expect(response.status).toBe(502)
    expect(JSON.parse(await response.text()).error.code).toBe('all-failed')
  })

  test('nodes can be left out, and named', async () => {
    const { uri } = devnet.orchestrator('two')
    const include = await send('{}', {
      job: { parameters: JSON.stringify({ orchestrators: { include: [uri] } }) },
    })
    expect(include.headers.get('livepeer-node')).toBe(uri)
    const others = NAMES.map((name) => devnet.orchestrator(name).uri).filter((one) => one !== uri)
    const exclude = await send('{}', {
      job: { parameters: JSON.stringify({ orchestrators: { exclude: others } }) },
    })
    expect(exclude.headers.get('livepeer-node')).toBe(uri)
  })
})

describe('on chain', () => {
  test('what has a price cannot be paid, which is said', async () => {
    const response = await send('{}', { job: { capability: 'priced' } })
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('wants to be paid')
  })

  test('what is free is signed for', async () => {
    const response = await send('{}', { job: { capability: 'free' } })
    expect(response.status, await response.text()).toBe(200)
  })
})

describe('a header that cannot be read', () => {
  test.each([
    ['none', null, 'is missing'],
    ['no base64', '{}', 'is not base64'],
    ['no JSON', Buffer.from('x').toString('base64'), 'base64 of a JSON object'],
    ['a list', base64([]), 'base64 of a JSON object'],
    ['no capability', base64({ ...JOB, capability: undefined }), 'capability'],
    ['an empty one', base64({ ...JOB, capability: '' }), 'capability'],
    ['no request', base64({ ...JOB, request: undefined }), 'request'],
    ['a request that is no JSON', base64({ ...JOB, request: '{' }), 'request'],
    ['no parameters', base64({ ...JOB, parameters: '' }), 'parameters'],
    [
      'parameters of another kind',
      base64({ ...JOB, parameters: '{"orchestrators":{"include":"x"}}' }),
      'include',
    ],
    ['no time', base64({ ...JOB, timeout_seconds: 0 }), 'timeout_seconds'],
    ['half a second', base64({ ...JOB, timeout_seconds: 0.5 }), 'timeout_seconds'],
    ['an id that is none', base64({ ...JOB, id: 7 }), 'id'],
  ])('%s', async (_, header, words) => {
    const response = await fetch(`${standing.url}/process/request/x`, {
      method: 'POST',
      headers: header === null ? {} : { livepeer: header },
      body: '{}',
    })
    expect(response.status).toBe(400)
    const { error } = await response.json()
    expect(error.code).toBe('unreadable-hints')
    expect(error.message).toContain(words)
  })

  test('another method is none', async () => {
    expect((await fetch(`${standing.url}/process/request/x`, { method: 'PUT', body: '' })).status).toBe(405)
  })

  test('a capability that nobody has is not offered', async () => {
    expect((await send('{}', { job: { capability: 'nobodys' } })).status).toBe(404)
  })
})
