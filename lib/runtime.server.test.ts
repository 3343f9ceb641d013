import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { encrypt, pbkdf2 } from 'ox/Keystore'
import type { Hex } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { eventually, type RunningApp, startApp } from '@/e2e/support/start-app'
import { gatewayMarginsDto, gatewayOfferingsDto } from '@/lib/api/contract/gateway'
import { nodesDto } from '@/lib/api/contract/node-list'
import { offeringsDto } from '@/lib/api/contract/offering-list'
import { problemDto } from '@/lib/api/contract/problem'
import { sourcesDto } from '@/lib/api/contract/source'
import { statusDto } from '@/lib/api/contract/status'
import { summaryDto } from '@/lib/api/contract/summary'
import { ControlServer } from '@/lib/devnet/control-server'
import { Devnet } from '@/lib/devnet/devnet'
import { standingFleet } from '@/lib/devnet/standing-fleet'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { isPrivateKey } from '@/lib/identity/ephemeral-key'
import { identityOfKey } from '@/lib/livepeer/asker-identity'

/** The built application as a stranger runs it: its own process, real sockets, real files. */
let devnet: Devnet
beforeAll(async () => {
  devnet = await Devnet.start({ fleet: standingFleet() })
})
afterAll(() => devnet.stop())

const OPERATOR_KEY = 'a key for tests alone'
const sources = () => ({ ORCH_ADDRS: devnet.serviceUris().join(','), PROBE_TIMEOUT_MS: '1500' })
/** One sweep for a whole test: every node has the time that it takes on a busy machine. */
const oneSweep = () => ({ ...sources(), PROBE_TIMEOUT_MS: '8000', SWEEP_INTERVAL_MS: '3600000' })
const status = async (app: RunningApp) =>
  statusDto.parse(await (await fetch(`${app.gatewayUrl}/api/v1/status`)).json())
const collected = (app: RunningApp) =>
  eventually(
    () => status(app),
    ({ snapshot }) => snapshot !== null,
  )

describe('two doors, one table', () => {
  let app: RunningApp
  beforeAll(async () => {
    // No second sweep comes between two questions.
    app = await startApp({ env: { ...oneSweep(), OPERATOR_KEY } })
    await collected(app)
  })
  afterAll(async () => {
    await app.stop()
  })

  const ask = async (base: string, [method, path]: readonly [string, string]) => {
    const response = await fetch(`${base}${path}`, { method })
    const { headers } = response
    const said = [
      'content-type',
      'etag',
      'cache-control',
      'allow',
      'retry-after',
      'x-livepeer-offerings-network',
      'access-control-allow-origin',
    ]
    return {
      status: response.status,
      headers: Object.fromEntries(said.map((name) => [name, headers.get(name)])),
      body: await response.text(),
    }
  }

  test.each([
    ['GET', '/getNetworkCapabilities'],
    ['HEAD', '/getNetworkCapabilities'],
    ['POST', '/getNetworkCapabilities'],
    ['GET', '/api/v1/offerings'],
    ['GET', '/api/v1/offerings?state=warm&pipeline=text-to-image&max_price_wei=5000000'],
    ['GET', '/api/v1/offerings?state=hot'],
    ['GET', '/api/v1/offerings?max_price_wei=1'],
    ['GET', '/api/v1/offerings?nonsense=1'],
    ['DELETE', '/api/v1/offerings'],
    ['OPTIONS', '/api/v1/offerings'],
    ['GET', '/api/v1/nodes'],
    ['GET', '/api/v1/nodes?x=1'],
    ['GET', '/api/v1/network/summary'],
    ['GET', '/api/v1/status'],
    ['GET', '/api/v1/nothing'],
    ['GET', '/api/v1/sweeps'],
    ['POST', '/api/v1/sweeps'],
    ['GET', '/api/v1/gateway/offerings'],
    ['GET', '/api/v1/gateway/margins'],
    ['GET', '/.well-known/livepeer-gateway.json'],
    ['HEAD', '/.well-known/livepeer-gateway.json'],
    ['POST', '/.well-known/livepeer-gateway.json'],
    ['GET', '/discover-orchestrators'],
    ['GET', '/discover-orchestrators?caps=llm/nobody-has-this'],
    ['GET', '/discover-orchestrators?policy=nobody-saved-this'],
    ['GET', '/getNetworkCapabilities?state=warm&_=1'],
    ['GET', '/getNetworkCapabilities?state=hot'],
    ['GET', '/orchestrators.json'],
    ['HEAD', '/orchestrators.json'],
    ['POST', '/orchestrators.json'],
    ['GET', '/orchestrators.json?pipeline=text-to-image&unit=pixel&price[lte]=5000000&sort=price&limit=3'],
    ['GET', '/orchestrators.json?model=nobody-has-this'],
    ['GET', '/orchestrators.json?model=nobody-has-this&on_empty=keep'],
    ['GET', '/orchestrators.json?colour=red'],
    ['GET', '/orchestrators.json?policy=nobody-saved-this'],
    ['GET', '/api/v1/policies'],
    ['GET', '/api/v1/policies/nobody-saved-this'],
    ['PUT', '/api/v1/policies/x'],
    ['DELETE', '/api/v1/policies/x'],
    ['OPTIONS', '/api/v1/policies/x'],
    ['GET', '/healthz'],
  ] as const)('%s %s is answered alike', async (...question) => {
    // How much room the disk has may change between two questions.
    await vi.waitFor(async () => {
      const [next, lean] = [await ask(app.url, question), await ask(app.gatewayUrl, question)]
      expect(lean).toEqual(next)
    })
  })

  test('a known document costs nobody its bytes', async () => {
    for (const base of [app.url, app.gatewayUrl]) {
      const etag = (await fetch(`${base}/api/v1/offerings`)).headers.get('etag') ?? ''
      const again = await fetch(`${base}/api/v1/offerings`, { headers: { 'if-none-match': etag } })
      expect([again.status, await again.text()]).toEqual([304, ''])
    }
  })

  test('answers keep to the contract, and their numbers agree', async () => {
    const get = async (path: string) => (await fetch(`${app.gatewayUrl}${path}`)).json()
    const offerings = offeringsDto.parse(await get('/api/v1/offerings'))
    const nodes = nodesDto.parse(await get('/api/v1/nodes'))
    const summary = summaryDto.parse(await get('/api/v1/network/summary'))
    expect(offerings.snapshot).toMatchObject({
      network: 'simulated',
      nodes_listed: devnet.orchestrators.length,
    })
    expect(nodes.count).toBe(devnet.orchestrators.length)
    expect(nodes.nodes.reduce((sum, node) => sum + node.offerings, 0)).toBe(offerings.total)
    expect(summary.offerings.total).toBe(offerings.total)
    expect(nodes.outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(nodes.count)
  })

  // The lean door alone: Next mends such a query before we see it.
  test.each([
    ['?caps=%ZZ', 'percent-encoded'],
    ['?caps=a;b', 'semicolon'],
  ])('the query %s is refused, not answered with everything', async (query, reason) => {
    const response = await fetch(`${app.gatewayUrl}/discover-orchestrators${query}`)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: { message: expect.stringContaining(reason) } })
  })

  test('a go-livepeer gateway finds in /discover-orchestrators whom it may ask, whole or by capability', async () => {
    const list = z.array(
      z.object({ address: z.string(), score: z.literal(1), capabilities: z.array(z.string()) }),
    )
    const get = async (query: string) =>
      list.parse(await (await fetch(`${app.gatewayUrl}/discover-orchestrators${query}`)).json())
    const all = await get('')
    expect(all.length).toBeGreaterThan(20)
    const capability = 'text-to-image/SG161222/RealVisXL_V4.0_Lightning'
    const some = await get(`?caps=${capability}`)
    expect(some).toEqual(all.filter(({ capabilities }) => capabilities.includes(capability)))
    expect(some.length).toBeGreaterThan(0)
    // Every address is one that was asked and can be asked.
    const uris = devnet.orchestrators.map(({ uri }) => String(uri))
    for (const { address } of all) expect(uris).toContain(address)
  })

  test('a policy that is saved at one door counts at the other at once, until it is forgotten', async () => {
    const authorization = `Bearer ${OPERATOR_KEY}`
    const path = '/api/v1/policies/warm-images'
    const saved = await fetch(`${app.url}${path}`, {
      method: 'PUT',
      headers: { authorization },
      body: '{"filters":{"pipeline":"text-to-image","state":"warm","unit":"pixel","price[lte]":5000000}}',
    })
    expect(saved.status).toBe(201)
    const read = await fetch(`${app.gatewayUrl}${path}`)
    expect([read.headers.get('etag'), await read.text()]).toEqual([
      saved.headers.get('etag'),
      await saved.text(),
    ])
    const list = async (base: string, query: string) =>
      (await fetch(`${base}/orchestrators.json?${query}`)).text()
    const expected = await list(app.url, 'pipeline=text-to-image&state=warm&unit=pixel&price[lte]=5000000')
    expect(expected).toContain('"score":1')
    expect(await list(app.gatewayUrl, 'policy=warm-images')).toBe(expected)
    const forgotten = await fetch(`${app.gatewayUrl}${path}`, {
      method: 'DELETE',
      headers: { authorization },
    })
    expect([forgotten.status, await forgotten.text()]).toEqual([204, ''])
    expect((await fetch(`${app.url}${path}`)).status).toBe(404)
  })

  test('a wrong question gets a problem document that names the parameter', async () => {
    const response = await fetch(`${app.gatewayUrl}/api/v1/offerings?state=hot&x=1`)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(problemDto.parse(await response.json()).errors?.map(({ parameter }) => parameter)).toEqual([
      'state',
      'x',
    ])
  })
})

describe('who we are toward orchestrators is nobody else’s: neither a key nor a signature shows anywhere', () => {
  let dataDir: string
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'offerings-identity-'))
  })
  afterEach(() => rmSync(dataDir, { recursive: true }))

  /** Everything that a process with this identity prints, answers and stores, and the asker it says it is. */
  async function traces(env: Readonly<Record<string, string>>) {
    const app = await startApp({
      env: { ...oneSweep(), LOG_LEVEL: 'trace', ...env },
      dataDir,
    })
    try {
      await collected(app)
      const ask = async (path: string) => (await fetch(`${app.gatewayUrl}/api/v1/${path}`)).text()
      const answers = await Promise.all(
        ['nodes', 'status', 'offerings', 'sources', 'sources/list', 'sources/nodes'].map(ask),
      )
      const page = await (await fetch(`${app.url}/sources`)).text()
      const { asker } = sourcesDto.parse(JSON.parse(answers[3] ?? ''))
      const { nodes_answered } = (await status(app)).snapshot ?? { nodes_answered: 0 }
      await app.stop()
      const database = readFileSync(join(dataDir, 'offerings.db'))
      return { asker, nodes_answered, texts: [app.output(), ...answers, page], database }
    } finally {
      await app.stop()
    }
  }

  async function expectNoTrace(
    key: Hex,
    { asker, texts, database, nodes_answered }: Awaited<ReturnType<typeof traces>>,
  ) {
    const { address, signature } = await identityOfKey(key)
    expect(asker.address).toBe(addressFromBytes(address))
    expect(nodes_answered).toBeGreaterThan(40)
    for (const secret of [key.slice(2), Buffer.from(signature).toString('hex')]) {
      for (const text of texts) expect(text.toLowerCase()).not.toContain(secret)
      expect(database.includes(secret)).toBe(false)
    }
    expect(database.includes(Buffer.from(signature))).toBe(false)
  }

  test('the key of this installation, in a file for its owner alone', async () => {
    const found = await traces({})
    const file = join(dataDir, 'identity.key')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const key = readFileSync(file, 'utf8').trim()
    expect(found.asker.kind).toBe('ephemeral')
    await expectNoTrace(isPrivateKey(key) ? key : '0x', found)
  })

  test('a private key, and an encrypted one', async () => {
    const key = generatePrivateKey()
    const plain = await traces({ ETH_PRIVATE_KEY: key })
    expect(plain.asker.kind).toBe('private-key')
    await expectNoTrace(key, plain)

    const [file, passwordFile] = [join(dataDir, 'keystore.json'), join(dataDir, 'password')]
    const [derived, options] = pbkdf2({ password: 'hunter2 swordfish', iterations: 1_000 })
    writeFileSync(file, JSON.stringify(encrypt(key, derived, options)))
    writeFileSync(passwordFile, 'hunter2 swordfish\n', { mode: 0o600 })
    const opened = await traces({ ETH_KEYSTORE_FILE: file, ETH_PASSWORD_FILE: passwordFile })
    expect(opened.asker.kind).toBe('keystore')
    await expectNoTrace(key, opened)
    for (const text of opened.texts) expect(text).not.toContain('hunter2')
  })

  test('a remote signer’s, whose list is read as well', async () => {
    const control = await ControlServer.start(devnet)
    try {
      const answer = await fetch(`${control.signerUrl}/sign-orchestrator-info`, {
        method: 'POST',
        body: '{}',
      })
      const { address, signature } = z
        .object({ address: z.string(), signature: z.string() })
        .parse(await answer.json())
      const found = await traces({ REMOTE_SIGNER_URL: control.signerUrl })
      expect(found.asker).toEqual({ kind: 'remote-signer', address })
      expect(found.nodes_answered).toBeGreaterThan(40)
      for (const text of found.texts) expect(text.toLowerCase()).not.toContain(signature.slice(2))
      expect(found.database.includes(signature.slice(2))).toBe(false)
      expect(found.texts[4]).toContain('"name":"list"')
    } finally {
      await control.stop()
    }
  })
})

test('whoever bears the operator key may have all nodes asked at once, and nobody else', async () => {
  const app = await startApp({ env: { ...oneSweep(), OPERATOR_KEY } })
  try {
    const { snapshot } = await collected(app)
    const post = (authorization: string | null) =>
      fetch(`${app.gatewayUrl}/api/v1/sweeps`, {
        method: 'POST',
        headers: authorization === null ? {} : { authorization },
      })
    for (const wrong of [null, 'Bearer wrong', 'Bearer', OPERATOR_KEY, `Basic ${OPERATOR_KEY}`]) {
      const response = await post(wrong)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
    }
    expect((await post(`Bearer ${OPERATOR_KEY}`)).status).toBe(202)
    await eventually(
      () => status(app),
      (now) => (now.snapshot?.id ?? 0) > (snapshot?.id ?? 0),
    )
    expect(app.output()).not.toContain(OPERATOR_KEY)
  } finally {
    await app.stop()
  }
})

test('until something was collected the drop-in endpoint says so: 503, JSON, a reason, no null list', async () => {
  const app = await startApp({
    env: { ORCH_WEBHOOK_URL: 'http://127.0.0.1:9/none', SWEEP_INTERVAL_MS: '3600000' },
  })
  try {
    await eventually(
      () => status(app),
      ({ sweep }) => sweep.last_error !== null,
    )
    for (const base of [app.url, app.gatewayUrl]) {
      const response = await fetch(`${base}/getNetworkCapabilities`)
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('5')
      expect(await response.json()).toEqual({
        error: { message: expect.stringContaining('webhook could not be read') },
      })
      const problem = await fetch(`${base}/api/v1/offerings`)
      expect(problemDto.parse(await problem.json())).toMatchObject({ status: 503 })
    }
  } finally {
    await app.stop()
  }
})

describe('the end of the process', () => {
  let dataDir: string
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'offerings-kill-'))
  })
  afterAll(() => rmSync(dataDir, { recursive: true }))

  const database = () => new Database(join(dataDir, 'offerings.db'), { readonly: true })

  test('SIGKILL in the middle of a sweep loses no finished snapshot; the next start serves it at once, with its age', async () => {
    const env = { ...sources(), SWEEP_INTERVAL_MS: '1000' }
    for (let round = 0; round < 3; round++) {
      const app = await startApp({ env, dataDir })
      const before = await status(app)
      // Some snapshots later, while one node is still being waited for.
      const seen = await eventually(
        () => status(app),
        ({ snapshot, sweep }) =>
          (snapshot?.id ?? 0) > (before.snapshot?.id ?? 0) + round &&
          sweep.state === 'running' &&
          sweep.settled > 0,
      )
      expect(await app.stop('SIGKILL')).toBe('SIGKILL')

      const db = database()
      expect(db.pragma('quick_check', { simple: true })).toBe('ok')
      const latest = db.prepare('select max(id) id from snapshots').get()
      expect(latest).toEqual({ id: expect.any(Number) })
      // Every snapshot is whole: all nodes that were known by then, or it is not there.
      const kept = db.prepare('select length(probes) > 0 isMeasured, outcomes from snapshots').all()
      const counts = z.array(z.object({ isMeasured: z.literal(1), outcomes: z.string() })).parse(kept)
      for (const { outcomes } of counts) {
        const byKind = z.record(z.string(), z.number()).parse(JSON.parse(outcomes))
        const settled = Object.values(byKind).reduce((sum, n) => sum + n, 0)
        expect([devnet.serviceUris().length, devnet.orchestrators.length]).toContain(settled)
      }
      db.close()

      const next = await startApp({
        env: { ...env, ORCH_ADDRS: '', ORCH_WEBHOOK_URL: 'http://127.0.0.1:9/none' },
        dataDir,
      })
      const served = await status(next)
      expect(served.snapshot?.id).toBeGreaterThanOrEqual(seen.snapshot?.id ?? Number.POSITIVE_INFINITY)
      expect(Date.parse(served.snapshot?.as_of ?? '')).toBeLessThan(Date.now())
      expect((await fetch(`${next.gatewayUrl}/getNetworkCapabilities`)).status).toBe(200)
      await next.stop()
    }
  })

  test('SIGTERM ends it with 0, leaves a closed database and no secret in what it printed', async () => {
    const app = await startApp({
      env: {
        ORCH_WEBHOOK_URL: 'http://operator:hunter2@127.0.0.1:9/list?token=swordfish',
        SWEEP_INTERVAL_MS: '1000',
      },
      dataDir,
    })
    await eventually(
      () => status(app),
      ({ sweep }) => sweep.last_error !== null,
    )
    const said = JSON.stringify(await status(app))
    expect(await app.stop('SIGTERM')).toBe(0)
    for (const secret of ['hunter2', 'swordfish']) expect(app.output() + said).not.toContain(secret)
    const db = database()
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
  })
})

describe('what this gateway sells', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'offerings-pricing-'))
    file = join(folder, 'pricing.jsonc')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const MODEL = 'SG161222/RealVisXL_V4.0_Lightning'
  const write = (per: string, usd: string) =>
    writeFileSync(
      file,
      `{\n// dollars\n"prices": {"text-to-image": {"${MODEL}": {"usd": "${usd}",\n"per": "${per}"}}}}`,
    )

  test('a mistake in the file of prices ends the start with its line', async () => {
    write('picture', '0.02')
    await expect(startApp({ env: { ...sources(), PRICING_FILE: file } })).rejects.toThrow(
      `PRICING_FILE ${file} line 4 (prices.text-to-image.${MODEL}): "per" is "picture"; use image, megapixel`,
    )
  })

  test('both doors show it, new prices count while it runs, and a wrong file leaves the last good one in use', async () => {
    write('image', '0.02')
    const app = await startApp({
      env: { ...oneSweep(), OPERATOR_KEY, ETH_USD: '2500', PRICING_FILE: file },
    })
    try {
      await collected(app)
      const prices = async () => {
        const answers = await Promise.all(
          [app.url, app.gatewayUrl].map(async (base) => {
            const response = await fetch(`${base}/.well-known/livepeer-gateway.json`)
            return gatewayOfferingsDto.parse(await response.json())
          }),
        )
        expect(answers[0]).toEqual(answers[1])
        return answers[0]?.offers.map(({ model, price }) => [model, price.usd, price.per])
      }
      expect(await prices()).toEqual([[MODEL, '0.02', 'image']])
      write('image', '0.025')
      await eventually(prices, (seen) => seen?.[0]?.[1] === '0.025')
      write('picture', '0.03')
      await eventually(
        async () => app.output(),
        (output) => output.includes('line 4'),
      )
      expect(await prices()).toEqual([[MODEL, '0.025', 'image']])
      for (const base of [app.url, app.gatewayUrl]) {
        const response = await fetch(`${base}/api/v1/gateway/margins`, {
          headers: { authorization: `Bearer ${OPERATOR_KEY}` },
        })
        expect(response.headers.get('cache-control')).toContain('no-store')
        const { models } = gatewayMarginsDto.parse(await response.json())
        expect(models.map(({ model, price }) => [model, price.usd])).toEqual([[MODEL, '0.025']])
      }
    } finally {
      await app.stop()
    }
  })
})

test('a wrong setting ends the start with one sentence that names it', async () => {
  await expect(startApp({ env: { PROBE_TIMEOUT_MS: '3s' } })).rejects.toThrow(
    /Livepeer Offerings cannot start\. PROBE_TIMEOUT_MS is not a whole number, such as 3000/,
  )
})
