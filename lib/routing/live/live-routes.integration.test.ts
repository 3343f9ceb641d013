import { setTimeout as sleep } from 'node:timers/promises'
import { Livepeer } from '@livepeer/ai'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

const MODEL = 'org/live'
const NAMES = ['one', 'two', 'three']
const OPERATOR_KEY = 'a key for tests alone'

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const models = [{ pipeline: 'live-video-to-video' as const, model: MODEL, capacity: 4, price: 5n }]
  devnet = await Devnet.start({ fleet: NAMES.map((name) => scenario({ name, jobMs: 0, models })) })
  standing = await startServer(devnet, {
    BREAKER_CONSECUTIVE: '100',
    BREAKER_MIN_SAMPLES: '100',
    ROUTING_LIVE_IDLE_MS: '3000',
    ROUTING_LIVE_SILENCE_MS: '2000',
    ROUTING_MAX_STREAMS: '5',
    OPERATOR_KEY,
  })
})
beforeEach(async () => {
  for (const { jobs } of devnet.orchestrators) jobs.streams.endAll('the test is over')
  await expect.poll(() => standing.server.live()).toBe(0)
  // No exchange outlives its stream.
  await expect.poll(() => standing.server.upstream.underWay, { timeout: 10_000 }).toBe(0)
  await devnet.reset()
})
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

interface Urls {
  readonly publish_url: string
  readonly subscribe_url: string
  readonly control_url: string
  readonly events_url: string
  readonly manifest_id: string
  readonly stream_id: string
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${standing.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

async function begin(body: object = {}, headers: Record<string, string> = {}) {
  const response = await post('/live-video-to-video', { model_id: MODEL, ...body }, headers)
  const text = await response.text()
  expect(response.status, text).toBe(200)
  const urls: Urls = JSON.parse(text)
  return { urls, headers: response.headers }
}

const publish = async (url: string, index: number, text: string) => {
  const response = await fetch(`${url}/${index}`, { method: 'POST', body: text })
  await response.text()
  return response
}

const statusOf = async (stream: string) =>
  (await fetch(`${standing.url}/live/video-to-video/${stream}/status`)).json()

const recordOf = async (id: string | null) => {
  const response = await fetch(`${standing.url}/api/v1/requests/${id}`, {
    headers: { authorization: `Bearer ${OPERATOR_KEY}` },
  })
  return response.status === 200 ? response.json() : null
}

/** Of those of the test before, too. */
const latestAt = () =>
  devnet.orchestrators
    .flatMap(({ name, jobs }) => jobs.streams.report().map((report) => ({ name, ...report })))
    .toSorted((a, b) => a.begunAt - b.begunAt)
    .at(-1)

describe.each(['', '/api/generate', '/api/beta/generate'])('@livepeer/ai at "%s"', (path) => {
  test('liveVideoToVideo', async () => {
    const client = new Livepeer({ serverURL: `${standing.url}${path}`, httpBearer: 'any' })
    const { liveVideoToVideoResponse } = await client.generate.liveVideoToVideo({
      subscribeUrl: '',
      publishUrl: '',
      modelId: MODEL,
      params: {},
    })
    expect(liveVideoToVideoResponse?.publishUrl).toMatch(
      new RegExp(`^${standing.url}/ai/trickle/[0-9a-f]{40}$`),
    )
    await fetch(liveVideoToVideoResponse?.publishUrl ?? '', { method: 'DELETE' })
  })
})

describe('a stream from its beginning to its end', () => {
  test('what is published comes out, parameters change, and its record is whole', async () => {
    const { urls, headers } = await begin({
      params: { prompt: 'a' },
      stream_id: 'mine',
      gateway_request_id: 'g',
    })
    expect(urls.stream_id).toBe('mine')
    expect(headers.get('livepeer-node')).toMatch(/^https/)
    const id = headers.get('x-request-id')
    expect(await recordOf(id)).toMatchObject({ state: 'running' })

    // Read at the edge while it is written.
    const reading = fetch(`${urls.subscribe_url}/-1`)
    const sent: ((text: string | null) => void)[] = []
    const body = new ReadableStream<Uint8Array>({
      start(sink) {
        sent.push((text) => (text === null ? sink.close() : sink.enqueue(Buffer.from(text))))
      },
    })
    const publishing = fetch(`${urls.publish_url}/0`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    sent[0]?.('first')
    const out = await reading
    expect([out.status, out.headers.get('lp-trickle-seq'), out.headers.get('content-type')]).toEqual([
      200,
      '0',
      'video/MP2T',
    ])
    const pieces = out.body?.pipeThrough(new TextDecoderStream()).getReader()
    let got = ''
    while (!got.includes('first')) got += (await pieces?.read())?.value ?? ''
    expect(got).toContain('"prompt":"a"')
    sent[0]?.('last')
    sent[0]?.(null)
    const published = await publishing
    expect([published.status, published.headers.get('lp-trickle-seq')]).toEqual([200, '0'])
    while (!got.endsWith('last')) got += (await pieces?.read())?.value ?? ''

    const next = await fetch(`${urls.subscribe_url}/next`)
    expect([await next.text(), next.headers.get('lp-trickle-latest')]).toEqual(['1', '1'])
    const ahead = await fetch(`${urls.subscribe_url}/9`)
    expect([ahead.status, ahead.headers.get('lp-trickle-latest')]).toEqual([470, '1'])
    expect((await fetch(`${urls.subscribe_url}/x`)).status).toBe(400)

    expect((await publish(urls.control_url, 0, '{"prompt":"b"}')).status).toBe(200)
    const params = async () => {
      const event = await (await fetch(`${urls.events_url}/-1`)).json()
      return event.event.inference_status.last_params
    }
    await expect.poll(params).toEqual({ prompt: 'b' })
    expect((await post('/live/video-to-video/mine/update', { seed: 7 })).status).toBe(200)
    await expect.poll(params).toEqual({ prompt: 'b', seed: 7 })

    expect(await statusOf('mine')).toMatchObject({
      stream_id: 'mine',
      request_id: id,
      state: 'live',
      model: MODEL,
      ended: null,
      segments_in: 1,
      bytes_in: 9,
      payments: null,
      last_event: { event: { queue_event_type: 'ai_stream_status' } },
    })
    expect((await (await fetch(`${standing.url}/metrics`)).text()).match(/live_streams \d+/)?.[0]).toBe(
      'live_streams 1',
    )

    expect((await fetch(urls.publish_url, { method: 'DELETE' })).status).toBe(200)
    await expect.poll(latestAt).toMatchObject({ ended: 'the input was closed' })
    const late = await fetch(`${urls.subscribe_url}/1`)
    expect([late.status, late.headers.get('lp-trickle-closed'), await late.text()]).toEqual([
      200,
      'terminated',
      'Entry not found',
    ])
    expect((await publish(urls.publish_url, 1, 'x')).status).toBe(404)
    expect(await statusOf('mine')).toMatchObject({ state: 'ended', ended: { kind: 'stopped' } })
    await expect
      .poll(() => recordOf(id))
      .toMatchObject({
        route: '/live-video-to-video',
        pipeline: 'live-video-to-video',
        outcome: 'served',
        status: 200,
      })
  })

  test('stopped by its name', async () => {
    const { urls } = await begin()
    expect((await post(`/live/video-to-video/${urls.stream_id}/stop`, {})).status).toBe(200)
    await expect.poll(latestAt).toMatchObject({ ended: 'the input was closed' })
    expect((await post(`/live/video-to-video/${urls.stream_id}/update`, {})).status).toBe(404)
  })

  test('a client that vanishes: its orchestrator is told', async () => {
    const { urls, headers } = await begin()
    await publish(urls.publish_url, 0, 'x')
    await expect.poll(latestAt, { timeout: 5_000 }).toMatchObject({ ended: 'the input was closed' })
    expect(await statusOf(urls.stream_id)).toMatchObject({ ended: { kind: 'idle' } })
    await expect.poll(() => recordOf(headers.get('x-request-id'))).toMatchObject({ outcome: 'client-gone' })
  })

  test.each([
    ['drop', 'closed'],
    ['no-events', 'silent'],
  ] as const)('an orchestrator that dies (%s): the record is cut', async (streamFault, kind) => {
    const { urls, headers } = await begin()
    for (const each of devnet.orchestrators) await each.change({ streamFault })
    for (let i = 0; i < 20; i++) {
      if ((await publish(urls.publish_url, i, 'x')).status !== 200) break
      if ((await statusOf(urls.stream_id)).state === 'ended') break
      await sleep(200)
    }
    await expect
      .poll(() => statusOf(urls.stream_id), { timeout: 5_000 })
      .toMatchObject({ state: 'ended', ended: { kind } })
    await expect
      .poll(() => recordOf(headers.get('x-request-id')))
      .toMatchObject({ outcome: 'cut', status: 200 })
  })

  test('whoever waits at the output of one that dies is told so', async () => {
    const { urls } = await begin()
    const waiting = fetch(`${urls.subscribe_url}/-1`)
    await sleep(100)
    for (const { jobs } of devnet.orchestrators) jobs.streams.endAll('died')
    expect((await waiting).headers.get('lp-trickle-closed')).toBe('terminated')
    await expect.poll(() => statusOf(urls.stream_id)).toMatchObject({ ended: { kind: 'closed' } })
  })
})

describe('at its beginning', () => {
  test.each([
    [{ kind: 'status', status: 503 }],
    [{ kind: 'status', status: 500 }],
    ['refuse'],
    ['reset-before-headers'],
  ] as const)('%j of one leaves it to another', async (jobFault) => {
    const dry = await post(
      '/live-video-to-video',
      { model_id: MODEL },
      {
        'livepeer-dry-run': 'true',
        'livepeer-seed': 's',
      },
    )
    const { chosen } = await dry.json()
    const first = devnet.orchestrators.find(({ uri }) => uri === chosen.node_uri)
    await first?.change({ jobFault })
    const { urls, headers } = await begin({}, { 'livepeer-seed': 's' })
    expect(headers.get('livepeer-attempts')).toBe('2')
    expect(headers.get('livepeer-node')).not.toBe(first?.uri)
    await fetch(urls.publish_url, { method: 'DELETE' })
  })

  test('a black hole of one, too', async () => {
    for (const name of ['one', 'two']) await devnet.orchestrator(name).change({ jobFault: 'black-hole' })
    const { urls, headers } = await begin()
    expect(headers.get('livepeer-node')).toBe(devnet.orchestrator('three').uri)
    await fetch(urls.publish_url, { method: 'DELETE' })
  }, 15_000)

  test('all fail', async () => {
    for (const each of devnet.orchestrators) await each.change({ jobFault: { kind: 'status', status: 500 } })
    const response = await post('/live-video-to-video', { model_id: MODEL })
    expect(response.status).toBe(502)
    expect(standing.server.live()).toBe(0)
  })

  test('URLs of orchestrators without a host', async () => {
    for (const each of devnet.orchestrators) await each.change({ hostlessUrls: true })
    const { urls } = await begin()
    expect((await publish(urls.publish_url, 0, 'x')).status).toBe(200)
    await fetch(urls.publish_url, { method: 'DELETE' })
  })

  test('there is room for so many', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => begin()))
    const response = await post('/live-video-to-video', { model_id: MODEL })
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('too-many-streams')
    for (const { urls } of all) await fetch(urls.publish_url, { method: 'DELETE' })
    const { urls } = await begin()
    await fetch(urls.publish_url, { method: 'DELETE' })
  })

  test('what cannot be read is refused', async () => {
    expect((await post('/live-video-to-video', { params: 'x' })).status).toBe(422)
    expect((await post('/live-video-to-video', { model_id: 'org/none' })).status).toBe(404)
  })
})

describe('as servers of media call it', () => {
  const start = (stream: string, fields: Record<string, string>) =>
    fetch(`${standing.url}/live/video-to-video/${stream}/start`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    })
  const source = { source_id: '1', source_type: 'rtmpConn' }

  test('start, publish, status, stop', async () => {
    const query = new URLSearchParams({ pipeline: MODEL, params: '{"prompt":"a"}', streamId: 's' })
    const response = await start('cam', { ...source, query: String(query) })
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect((await publish(response.headers.get('livepeer-publish-url') ?? '', 0, 'x')).status).toBe(200)
    expect(await statusOf('cam')).toMatchObject({ state: 'live', model: MODEL })
    expect(latestAt()).toMatchObject({ params: { prompt: 'a' } })
    const again = await start('cam', source)
    expect(again.status).toBe(200)
    await expect
      .poll(() => recordOf(response.headers.get('x-request-id')))
      .toMatchObject({ outcome: 'served', route: '/live/video-to-video/{stream}/start' })
    expect((await post('/live/video-to-video/cam/stop', {})).status).toBe(200)
  })

  test('one orchestrator alone', async () => {
    const wanted = new URL(devnet.orchestrator('two').uri).host
    const response = await start('a/b', { ...source, query: `orchestrator=${wanted}` })
    expect(response.headers.get('livepeer-node')).toBe(devnet.orchestrator('two').uri)
    await post('/live/video-to-video/a/b/stop', {})
    expect((await start('c', { ...source, query: 'orchestrator=nobody' })).status).toBe(503)
  })

  test.each([
    [{}, 400, 'missing source_id'],
    [{ source_id: '1' }, 400, 'missing source_type'],
    [{ ...source, query: 'params=%7B' }, 400, 'invalid params'],
  ])('%j → %i', async (fields, status, text) => {
    const response = await start('x', fields)
    expect(response.status).toBe(status)
    expect(await response.text()).toContain(text)
  })

  test('our own output is let be; WHIP and WHEP are not served', async () => {
    expect((await start('cam-out', {})).status).toBe(200)
    expect((await post('/live/video-to-video/cam/whip', {})).status).toBe(501)
    expect((await post('/live/video-to-video/cam/whep', {})).status).toBe(501)
    expect((await fetch(`${standing.url}/live/video-to-video/nobody/status`)).status).toBe(404)
    expect((await fetch(`${standing.url}/ai/trickle/nobody/0`)).status).toBe(404)
  })
})

test('when the server stops, orchestrators are told, records are cut and nobody is kept waiting', async () => {
  const other = await startServer(devnet, { OPERATOR_KEY })
  const response = await fetch(`${other.url}/live-video-to-video`, {
    method: 'POST',
    body: JSON.stringify({ model_id: MODEL }),
  })
  const urls: Urls = await response.json()
  await publish(urls.publish_url, 0, 'x')
  const waiting = fetch(`${urls.subscribe_url}/-1`).then(
    (one) => one.text(),
    () => 'cut',
  )
  await expect.poll(() => latestAt()?.channels.out?.reads).toBeGreaterThan(0)
  await other.stop()
  await waiting
  await expect.poll(latestAt).toMatchObject({ ended: 'the input was closed' })
  expect(other.server.live()).toBe(0)
})

test('a segment that is too large is refused, and its stream goes on', async () => {
  const { urls } = await begin()
  const piece = new Uint8Array(4 * 1024 * 1024)
  let pieces = 0
  const body = new ReadableStream<Uint8Array>({
    pull(sink) {
      pieces += 1
      if (pieces > 9) sink.close()
      else sink.enqueue(piece)
    },
  })
  const sending = fetch(`${urls.publish_url}/0`, { method: 'POST', body, duplex: 'half' } as RequestInit)
  expect((await sending).status).toBe(413)
  expect((await statusOf(urls.stream_id)).state).toBe('live')
  await fetch(urls.publish_url, { method: 'DELETE' })
})

test('a publisher that comes before its segment does, and is gone again, leaves nothing behind', async () => {
  const { urls } = await begin()
  const gone = new AbortController()
  const body = new ReadableStream<Uint8Array>({ start: (sink) => sink.enqueue(Buffer.from('half')) })
  const sending = fetch(`${urls.publish_url}/0`, {
    method: 'POST',
    body,
    duplex: 'half',
    signal: gone.signal,
  } as RequestInit)
  await expect.poll(async () => (await statusOf(urls.stream_id)).bytes_in).toBe(4)
  gone.abort()
  await expect(sending).rejects.toThrow()
  expect((await publish(urls.publish_url, 1, 'whole')).status).toBe(200)
  await fetch(urls.publish_url, { method: 'DELETE' })
})
