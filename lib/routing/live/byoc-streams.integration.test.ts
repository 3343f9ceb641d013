import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import type { ScenarioPatchInput } from '@/lib/devnet/scenario-patch'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

const NAME = 'comfy'
const NAMES = ['one', 'two'] as const
const OPERATOR_KEY = 'a key for tests alone'
const ALL = { enable_video_ingress: true, enable_video_egress: true, enable_data_output: true }

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const of = (price: bigint) => [{ name: NAME, price, capacity: 8 }]
  devnet = await Devnet.start({
    fleet: [
      scenario({ name: 'one', jobMs: 0, byoc: of(1n) }),
      scenario({ name: 'two', jobMs: 0, byoc: of(100n) }),
      scenario({ name: 'chain', jobMs: 0, payment: 'verify', byoc: [{ name: 'priced', price: 100n }] }),
      scenario({ name: 'gift', jobMs: 0, payment: 'verify', byoc: [{ name: 'free', price: 0n }] }),
    ],
  })
  standing = await startServer(devnet, {
    BREAKER_CONSECUTIVE: '100',
    BREAKER_MIN_SAMPLES: '100',
    ROUTING_LIVE_IDLE_MS: '30000',
    ROUTING_LIVE_SILENCE_MS: '1500',
    ROUTING_MAX_STREAMS: '4',
    ROUTING_CONNECT_MS: '500',
    OPERATOR_KEY,
  })
})
beforeEach(() => devnet.reset())
afterEach(async () => {
  for (const { jobs } of devnet.orchestrators) jobs.streams.endAll('the test is over')
  await devnet.reset()
  await expect.poll(() => standing.server.live(), { timeout: 10_000 }).toBe(0)
  await expect.poll(() => standing.server.upstream.underWay, { timeout: 10_000 }).toBe(0)
})
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

interface Begun {
  readonly stream_id: string
  readonly update_url: string
  readonly status_url: string
  readonly stop_url: string
  readonly data_url: string
  readonly publish_url: string
  readonly subscribe_url: string
  readonly control_url: string
  readonly events_url: string
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const jobHeader = (about: Record<string, unknown> = {}, parameters: object = ALL) =>
  base64({
    request: '{"run":"it"}',
    parameters: JSON.stringify(parameters),
    capability: NAME,
    timeout_seconds: 1,
    ...about,
  })

const start = (
  body: object | string = {},
  {
    header = jobHeader(),
    headers = {},
    url = standing.url,
  }: {
    readonly header?: string | null
    readonly headers?: Record<string, string>
    readonly url?: string
  } = {},
) =>
  fetch(`${url}/process/stream/start`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'livepeer-strategy': 'cheapest',
      // Where a price decides nobody is tried out.
      'livepeer-max-price': '1000000',
      ...(header !== null && { livepeer: header }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

async function begun(
  body: object = {},
  about: Parameters<typeof start>[1] = {},
): Promise<{ readonly urls: Begun; readonly headers: Headers }> {
  const response = await start(body, about)
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return { urls: JSON.parse(text), headers: response.headers }
}

const post = (url: string, body = '', headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
const statusOf = async ({ status_url }: Begun) => (await fetch(status_url)).json()
const stop = async ({ stop_url }: Begun) => (await post(stop_url, '{}')).text()

const recordOf = async (headers: Headers) => {
  const response = await fetch(`${standing.url}/api/v1/requests/${headers.get('x-request-id')}`, {
    headers: { authorization: `Bearer ${OPERATOR_KEY}` },
  })
  return response.status === 200 ? response.json() : null
}

const streamsAt = (name: string) => devnet.orchestrator(name).jobs.streams.report()
const latestAt = (name: string) => streamsAt(name).at(-1)
const openAt = (name: string) => streamsAt(name).filter(({ ended }) => ended === null).length
const visits = (name: string, pipeline: string) =>
  devnet
    .orchestrator(name)
    .jobs.log.report()
    .last.filter((one) => one.pipeline === pipeline).length
const latestVisit = (name: string, pipeline: string) =>
  devnet
    .orchestrator(name)
    .jobs.log.report()
    .last.findLast((one) => one.pipeline === pipeline)

async function expectProblem(response: Response, status: number, code: string) {
  const body = await response.json()
  expect([response.status, body.status, body.error?.code]).toEqual([status, status, code])
  expect(body.detail.msg).toBe(body.error.message)
  return body.error.message as string
}

test('from its start to its stop: video, data, parameters, status, record', async () => {
  const { urls, headers } = await begun({
    stream_name: 'cam',
    stream_id: '1',
    params: '{"prompt": "a", "seed": 12345678901234567890}',
    rtmp_output: '',
  })
  expect(urls.stream_id).toBe('cam-1')
  expect(urls.status_url).toBe(`${standing.url}/process/stream/cam-1/status`)
  expect(headers.get('x-publish-url')).toBe(urls.publish_url)
  expect(headers.get('x-data-url')).toMatch(/-data$/)
  expect(await recordOf(headers)).toMatchObject({ state: 'running', route: '/process/stream/start' })

  const events = await fetch(urls.data_url)
  expect(events.headers.get('content-type')).toBe('text/event-stream')
  const said = events.body?.pipeThrough(new TextDecoderStream()).getReader()
  const reading = fetch(`${urls.subscribe_url}/-1`)
  await expect.poll(() => latestAt('one')?.channels.data?.reads).toBeGreaterThan(0)
  const sent = await post(`${urls.publish_url}/0`, 'segment of video', { 'content-type': 'video/MP2T' })
  expect(sent.status).toBe(200)
  const out = await reading
  const video = await out.text()
  expect([out.status, out.headers.get('content-type')]).toEqual([200, 'video/MP2T'])
  expect(video).toContain('simulated comfy 0')
  expect(video.endsWith('segment of video')).toBe(true)
  expect((await said?.read())?.value).toBe('data: {"segment":0,"bytes":16}\n\n')

  const dataUrl = headers.get('x-data-url') ?? ''
  const line = await fetch(`${dataUrl}/0`)
  expect([line.headers.get('lp-trickle-seq'), await line.json()]).toEqual(['0', { segment: 0, bytes: 16 }])

  const told = await post(urls.update_url, '{"prompt":"b"}', { livepeer: jobHeader() })
  expect([told.status, await told.text()]).toEqual([200, '{"status":"success"}'])
  expect(latestAt('one')).toMatchObject({ params: { prompt: 'b' }, updates: 1 })
  expect(await statusOf(urls)).toMatchObject({
    stream_id: 'cam-1',
    state: 'live',
    pipeline: NAME,
    ended: null,
    segments_in: 1,
    last_event: { event: { queue_event_type: 'ai_stream_status' } },
    payments: null,
  })

  const stopped = await post(urls.stop_url, '{"reason":"enough"}')
  expect([stopped.status, await stopped.text()]).toEqual([200, '{"status":"success"}'])
  expect(latestAt('one')).toMatchObject({ ended: 'stopped' })
  let rest = ''
  for (let next = await said?.read(); next && !next.done; next = await said?.read()) rest += next.value
  expect(rest).toBe('event: end\ndata: {"type":"stream_ended"}\n\n')
  expect(await statusOf(urls)).toMatchObject({ state: 'ended', ended: { kind: 'stopped' } })
  await expect
    .poll(() => recordOf(headers))
    .toMatchObject({
      state: 'ended',
      outcome: 'served',
      attempts: [{ outcome: 'ok' }],
    })
  expect((await post(urls.update_url, '{}')).status).toBe(404)
  expect((await post(urls.stop_url)).status).toBe(200)
  expect((await fetch(`${urls.subscribe_url}/5`)).headers.get('lp-trickle-closed')).toBe('terminated')
  expect(visits('one', 'byoc/stream/start')).toBe(1)
})

test('only those channels are there that were asked for, and hostless addresses are those of the node', async () => {
  await devnet.orchestrator('one').change({ hostlessUrls: true })
  const { urls, headers } = await begun({}, { header: jobHeader({}, {}) })
  expect(urls).toMatchObject({ publish_url: '', subscribe_url: '', data_url: '', whip_url: '' })
  expect(headers.get('x-publish-url')).toBeNull()
  expect((await fetch(`${standing.url}/process/stream/${urls.stream_id}/data`)).status).toBe(404)
  expect((await post(`${urls.control_url}/-1`, '{"prompt":"by channel"}')).status).toBe(200)
  await expect.poll(() => latestAt('one')?.params).toMatchObject({ prompt: 'by channel' })
  await stop(urls)
  expect(openAt('one')).toBe(0)
})

describe('whoever fails at the start is followed by another one, and nothing is left there', () => {
  const REACHED = new Set<string>(['reset-before-headers', 'reset-after-headers', 'html-200', 'status'])
  type Fault = Extract<NonNullable<ScenarioPatchInput['jobFault']>, object>
  test.each<[Fault]>([
    [{ kind: 'refuse' }],
    [{ kind: 'tls-failure' }],
    [{ kind: 'reset-before-headers' }],
    [{ kind: 'reset-after-headers' }],
    [{ kind: 'html-200' }],
    [{ kind: 'status', status: 500 }],
    [{ kind: 'status', status: 503 }],
    [{ kind: 'status', status: 402, text: 'Insufficient balance for request' }],
    [{ kind: 'status', status: 400, text: 'No capacity available for capability' }],
    [{ kind: 'status', status: 400, text: 'Could not verify job creds' }],
  ])('%o', async (fault) => {
    await devnet.orchestrator('one').change({ jobFault: { ...fault, sparesTokens: true } })
    const { urls, headers } = await begun()
    expect(headers.get('livepeer-node')).toBe(devnet.orchestrator('two').uri)
    expect(headers.get('livepeer-attempts')).toBe('2')
    expect(openAt('two')).toBe(1)
    await expect.poll(() => openAt('one')).toBe(0)
    if (REACHED.has(fault.kind)) expect(latestVisit('one', 'byoc/stream/start')?.detail).toBe(fault.kind)
    await stop(urls)
    await expect
      .poll(() => recordOf(headers))
      .toMatchObject({
        outcome: 'served',
        attempts: [{ outcome: expect.not.stringMatching('ok') }, { outcome: 'ok' }],
      })
  })

  test('one that has begun and says so too late is told to stop', async () => {
    await devnet
      .orchestrator('one')
      .change({ jobFault: { kind: 'slow-first-byte', ms: 60_000, sparesTokens: true } })
    const asking = start({}, { headers: { 'livepeer-timeout-ms': '900' } })
    await expect.poll(() => openAt('one')).toBe(1)
    await devnet.orchestrator('one').change({ jobFault: 'none' })
    await expectProblem(await asking, 504, 'not-in-time')
    await expect.poll(() => openAt('one')).toBe(0)
    expect(visits('one', 'byoc/stream/stop')).toBeGreaterThan(0)
  })

  test('a client that goes before it is answered has none', async () => {
    await devnet
      .orchestrator('one')
      .change({ jobFault: { kind: 'slow-first-byte', ms: 60_000, sparesTokens: true } })
    const gone = new AbortController()
    const asking = fetch(`${standing.url}/process/stream/start`, {
      method: 'POST',
      headers: { livepeer: jobHeader(), 'livepeer-strategy': 'cheapest', 'livepeer-max-price': '1000000' },
      body: '{"stream_id":"left"}',
      signal: gone.signal,
    })
    await expect.poll(() => openAt('one')).toBe(1)
    await devnet.orchestrator('one').change({ jobFault: 'none' })
    gone.abort()
    await expect(asking).rejects.toThrow()
    await expect.poll(() => openAt('one')).toBe(0)
    // The name is free again.
    await stop((await begun({ stream_id: 'left' })).urls)
  })

  test('where all fail that is said, and nothing goes on', async () => {
    for (const name of NAMES) await devnet.orchestrator(name).change({ jobFault: { kind: 'status' } })
    await expectProblem(await start(), 502, 'all-failed')
    expect(standing.server.live()).toBe(0)
  })

  test('a worker that knows nothing of streams is no answer', async () => {
    await devnet.orchestrator('one').change({ byoc: [{ name: NAME, status: 404, text: 'Not Found' }] })
    const { urls, headers } = await begun()
    expect(headers.get('livepeer-node')).toBe(devnet.orchestrator('two').uri)
    await stop(urls)
  })
})

test.each([
  [400, 400, 'refused-input'],
  [422, 422, 'refused-fields'],
])('a worker that answers %i refuses the client', async (given, status, code) => {
  for (const name of NAMES)
    await devnet
      .orchestrator(name)
      .change({ byoc: [{ name: NAME, status: given, text: 'no such workflow' }] })
  const before = visits('two', 'byoc/stream/start')
  const response = await start()
  expect(await expectProblem(response, status, code)).toContain('no such workflow')
  expect(visits('two', 'byoc/stream/start')).toBe(before)
  expect(await recordOf(response.headers)).toMatchObject({ outcome: 'refused' })
})

describe('what cannot be read', () => {
  test.each<[string, object | string, string | null, string]>([
    ['no header', {}, null, 'unreadable-hints'],
    ['a header that is none', {}, 'x!', 'unreadable-hints'],
    ['no time', {}, jobHeader({ timeout_seconds: 0 }), 'unreadable-hints'],
    ['no JSON', 'x', jobHeader(), 'unreadable-input'],
    ['a list', '[]', jobHeader(), 'unreadable-input'],
    ['parameters that are no JSON', { params: '{' }, jobHeader(), 'unreadable-input'],
    ['parameters that are a list', { params: '[]' }, jobHeader(), 'unreadable-input'],
    ['a name that is none', { stream_id: 7 }, jobHeader(), 'unreadable-input'],
    ['a name of what comes out', { stream_name: 'cam-out' }, jobHeader(), 'unreadable-input'],
  ])('%s', async (_, body, header, code) => {
    await expectProblem(await start(body, { header }), 400, code)
  })
})

test('a name that goes on is not begun anew; one that has ended is', async () => {
  const { urls } = await begun({ stream_id: 'mine' })
  expect(await expectProblem(await start({ stream_id: 'mine' }), 400, 'unreadable-input')).toBe(
    'stream already exists: mine',
  )
  await stop(urls)
  const again = await begun({ stream_id: 'mine' })
  expect(await statusOf(again.urls)).toMatchObject({ state: 'live' })
  await stop(again.urls)
})

test('of two that begin under one name at once one does', async () => {
  const answers = await Promise.all([start({ stream_id: 'race' }), start({ stream_id: 'race' })])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400])
  await post(`${standing.url}/process/stream/race/stop`)
})

test('there are so many and no more, and each that ends makes room', async () => {
  const all = []
  for (let i = 0; i < 4; i++) all.push(await begun())
  await expectProblem(await start(), 503, 'too-many-streams')
  for (const { urls } of all) await stop(urls)
  await stop((await begun()).urls)
})

test('one that is fed ends when nothing comes any more; of another one nobody knows', async () => {
  const other = await startServer(devnet, { ROUTING_LIVE_IDLE_MS: '400' })
  try {
    const unfed = await begun({}, { url: other.url, header: jobHeader({}, { enable_data_output: true }) })
    const fed = await begun({}, { url: other.url })
    await expect.poll(() => statusOf(fed.urls)).toMatchObject({ ended: { kind: 'idle' } })
    expect(await statusOf(unfed.urls)).toMatchObject({ state: 'live' })
    await expect.poll(() => openAt('one')).toBe(1)
    await stop(unfed.urls)
  } finally {
    await other.stop()
  }
})

test('one whose orchestrator dies ends, and says how', async () => {
  const { urls, headers } = await begun()
  const events = await fetch(urls.data_url)
  await devnet.orchestrator('one').change({ fault: 'refuse' })
  await expect
    .poll(() => statusOf(urls), { timeout: 10_000 })
    .toMatchObject({ state: 'ended', ended: { kind: 'silent', meaning: expect.any(String) } })
  const text = await events.text()
  expect(text).toMatch(/event: error\ndata: .*stream-silent.*\n\nevent: end\n/)
  await expect
    .poll(() => recordOf(headers), { timeout: 20_000 })
    .toMatchObject({ outcome: 'cut', attempts: [{ outcome: 'too-slow' }] })
})

test('one that its orchestrator ends is closed', async () => {
  const { urls, headers } = await begun()
  for (const { jobs } of devnet.orchestrators) jobs.streams.endAll('a worker that fell over')
  await expect.poll(() => statusOf(urls)).toMatchObject({ ended: { kind: 'closed' } })
  await expect.poll(() => recordOf(headers)).toMatchObject({ outcome: 'cut' })
})

test('an update is sent once, and what is said of it comes back', async () => {
  const { urls } = await begun()
  await devnet.orchestrator('one').change({ byoc: [{ name: NAME, status: 422, text: 'no such node' }] })
  expect(await expectProblem(await post(urls.update_url, '{}'), 422, 'refused-fields')).toContain(
    'no such node',
  )
  await devnet.orchestrator('one').change({ byoc: [{ name: NAME, status: 200, text: null }] })
  await devnet.orchestrator('one').change({ jobFault: { kind: 'reset-after-headers' } })
  const before = visits('one', 'byoc/stream/update')
  await expectProblem(await post(urls.update_url, '{"prompt":"once"}'), 502, 'all-failed')
  expect(visits('one', 'byoc/stream/update')).toBe(before + 1)
  await expectProblem(await post(urls.update_url, '{}', { livepeer: 'x!' }), 400, 'unreadable-hints')
  await devnet.orchestrator('one').change({ jobFault: 'none' })
  await stop(urls)
})

describe('on chain', () => {
  test('what has a price cannot be paid, which is said', async () => {
    const response = await start({}, { header: jobHeader({ capability: 'priced' }) })
    expect(await expectProblem(response, 503, 'nobody-available')).toContain('wants to be paid')
  })

  test('what is free is signed for, its stop too', async () => {
    const { urls } = await begun({}, { header: jobHeader({ capability: 'free' }) })
    expect(await stop(urls)).toBe('{"status":"success"}')
    expect(latestAt('gift')).toMatchObject({ ended: 'stopped' })
  })
})

test('media by WebRTC and RTMP are not taken; nobody’s stream is not there', async () => {
  for (const what of ['whip', 'rtmp'])
    await expectProblem(await post(`${standing.url}/process/stream/x/${what}`), 501, 'no-ingest')
  for (const what of ['update', 'stop'])
    await expectProblem(await post(`${standing.url}/process/stream/nobody/${what}`, '{}'), 404, 'not-found')
  for (const what of ['status', 'data'])
    await expectProblem(await fetch(`${standing.url}/process/stream/nobody/${what}`), 404, 'not-found')
})

test('a stream belongs to the key that began it, and so does its name', async () => {
  const other = await startServer(devnet, { OPERATOR_KEY, ROUTING_AUTH: 'keys' })
  try {
    const keyOf = async (label: string): Promise<Record<string, string>> => {
      const made = await fetch(`${other.url}/api/v1/keys`, {
        method: 'POST',
        headers: { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: label, scopes: ['route'] }),
      })
      const { secret } = await made.json()
      return { authorization: `Bearer ${secret}` }
    }
    const [mine, theirs] = [await keyOf('mine'), await keyOf('theirs')]
    expect((await start({ stream_id: 's' }, { url: other.url })).status).toBe(401)
    const { urls } = await begun({ stream_id: 's' }, { url: other.url, headers: mine })
    for (const what of ['status', 'data'])
      expect((await fetch(`${other.url}/process/stream/s/${what}`, { headers: theirs })).status).toBe(404)
    for (const what of ['update', 'stop'])
      expect((await post(`${other.url}/process/stream/s/${what}`, '{}', theirs)).status).toBe(404)
    expect(openAt('one')).toBe(1)
    const namesake = await begun({ stream_id: 's' }, { url: other.url, headers: theirs })
    expect(openAt('one')).toBe(2)
    expect((await post(namesake.urls.stop_url, '{}', theirs)).status).toBe(200)
    expect((await fetch(urls.status_url, { headers: mine })).status).toBe(200)
    expect((await post(urls.stop_url, '{}', mine)).status).toBe(200)
    expect(openAt('one')).toBe(0)
  } finally {
    await other.stop()
  }
})

test('when the server stops its orchestrator is told', async () => {
  const other = await startServer(devnet, { OPERATOR_KEY })
  const { headers } = await begun({}, { url: other.url })
  expect(openAt('one')).toBe(1)
  await other.server.drain(5_000)
  expect(latestAt('one')).toMatchObject({ ended: 'stopped' })
  const stored = await other.server.store.readRequest(headers.get('x-request-id') ?? '')
  expect(stored?.summary.outcome).toBe('cut')
  await other.stop()
})
