import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { makePng } from '@/lib/devnet/jobs/png'
import { scenario } from '@/lib/devnet/scenario'
import type { ScenarioPatchInput } from '@/lib/devnet/scenario-patch'
import type { AttemptOutcome, RouteOutcome } from '@/lib/domain/routed-request'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

/**
 * Every way in which jobs fail × every form in which they are asked for × the first candidate, or all of them. Of each
 * cell all is looked at: the client's answer, the record, the breaker, the jobs' logs, and what is still open.
 */
const CANDIDATES = ['cheap', 'dear'] as const
const GAP_MS = 700
/** Before the answer is late, so that what failed can be told apart. */
const CONNECT_MS = 300
const TOTAL_MS = 15_000
const LIMITS = {
  '*': { first_byte_ms: GAP_MS, gap_ms: GAP_MS, total_ms: TOTAL_MS, max_answer_bytes: 300_000 },
}
const OPERATOR = 'operator-of-the-matrix'

type JobFault = Extract<NonNullable<ScenarioPatchInput['jobFault']>, object>

/** What is to be seen of one that fails so. */
interface Expectation {
  /** What its attempt comes to; of `ok` nobody else is tried. */
  readonly of: AttemptOutcome
  /** Jobs that reach it; left out: 1. */
  readonly jobs?: number
  /** What the client gets where all fail so. */
  readonly status: 200 | 400 | 413 | 422 | 502 | 503 | 504
  readonly outcome: RouteOutcome
  /** Whether somebody else is tried; left out: yes. */
  readonly isLast?: boolean
  /** Whether its offering is suspended for it. */
  readonly isFault: boolean
}

const failed = (of: AttemptOutcome, about: Partial<Expectation> = {}): Expectation => ({
  of,
  status: 502,
  outcome: 'failed',
  isFault: true,
  ...about,
})
/** Nobody else is tried once the client has something; it is told that this was not all. */
const cut = (of: AttemptOutcome): Expectation => ({
  ...failed(of),
  status: 200,
  outcome: 'cut',
  isLast: true,
})
const neutral = (of: AttemptOutcome, about: Partial<Expectation> = {}): Expectation =>
  failed(of, { isFault: false, ...about })
const refused = (status: 400 | 413 | 422): Expectation =>
  neutral('bad-input', { status, outcome: 'refused', isLast: true })
const served: Expectation = { of: 'ok', status: 200, outcome: 'served', isLast: true, isFault: false }
const late = failed('timed-out', { status: 504, outcome: 'timed-out' })
const tooSlow = failed('too-slow', { status: 504, outcome: 'timed-out' })
const busy = neutral('busy', { status: 503, outcome: 'nobody' })
/** It is asked once more, with a new quote. */
const stale = (of: AttemptOutcome): Expectation => neutral(of, { jobs: 2 })

interface Row {
  readonly name: string
  readonly fault: JobFault
  readonly usual: Expectation
  /** In one form it may be otherwise. */
  readonly except?: Partial<Readonly<Record<ColumnName, Expectation>>>
  /**
   * The job is done before its answer goes wrong. A live stream has begun by then, under a name that nobody else has heard:
   * its node ends it for want of segments and payments, and nobody can tell it to before.
   */
  readonly isDone?: boolean
}

const status = (code: JobFault['status'], text: string | null = null): JobFault => ({
  kind: 'status',
  status: code,
  text,
})
const PROXY_PAGE = '<html><head><title>503</title></head><body>Service Temporarily Unavailable</body></html>'

const ROWS: readonly Row[] = [
  { name: 'refuse', fault: { kind: 'refuse' }, usual: failed('refused', { jobs: 0 }) },
  { name: 'black hole', fault: { kind: 'black-hole' }, usual: failed('tls', { jobs: 0 }) },
  { name: 'TLS failure', fault: { kind: 'tls-failure' }, usual: failed('tls', { jobs: 0 }) },
  { name: 'reset before headers', fault: { kind: 'reset-before-headers' }, usual: failed('reset') },
  {
    name: 'reset after headers',
    fault: { kind: 'reset-after-headers' },
    usual: failed('truncated'),
    isDone: true,
  },
  { name: 'slow first byte', fault: { kind: 'slow-first-byte', ms: 60_000 }, usual: late, isDone: true },
  {
    name: 'slow chunks',
    fault: { kind: 'slow-chunks', ms: 60_000 },
    usual: tooSlow,
    // Of a live start it is the JSON that comes by pieces; what is slow later on is of the stream, not of its start.
    except: { stream: cut('too-slow') },
    isDone: true,
  },
  {
    name: 'truncated body',
    fault: { kind: 'truncated' },
    usual: failed('truncated'),
    except: { stream: cut('truncated') },
    isDone: true,
  },
  { name: 'HTML with 200', fault: { kind: 'html-200' }, usual: failed('bad-answer') },
  {
    name: 'wrong content type',
    fault: { kind: 'wrong-content-type' },
    // What it says is what counts.
    usual: served,
    except: { stream: failed('bad-answer') },
  },
  {
    name: '400, refused by the runner',
    fault: status(400, 'container returned 400: too odd'),
    usual: refused(400),
  },
  {
    name: '500, refused by the runner',
    fault: status(500, 'container returned 422: too odd'),
    usual: refused(422),
  },
  { name: '400, tickets expired', fault: status(400), usual: stale('payment-refused') },
  { name: '401', fault: status(401), usual: neutral('denied') },
  { name: '402', fault: status(402), usual: neutral('payment-refused') },
  { name: '403, token over', fault: status(403), usual: stale('denied') },
  { name: '403', fault: status(403, 'not for you'), usual: neutral('denied') },
  { name: '500', fault: status(500), usual: failed('server-error') },
  { name: '502', fault: status(502), usual: failed('server-error') },
  { name: '503, no place free', fault: status(503), usual: busy },
  { name: "503, a proxy's page", fault: status(503, PROXY_PAGE), usual: failed('server-error') },
  {
    name: 'oversized',
    fault: { kind: 'oversized' },
    usual: failed('bad-answer'),
    except: { stream: cut('bad-answer') },
  },
]

type ColumnName = 'json' | 'multipart' | 'stream' | 'words' | 'live'

interface Column {
  readonly name: ColumnName
  readonly pipeline: 'text-to-image' | 'image-to-image' | 'llm' | 'live-video-to-video'
  readonly ask: (model: string) => RequestInit
  /** Whether a text is the whole of a good answer. */
  readonly isWhole: (text: string) => boolean
  /** Ends what goes on after a good answer; left out: nothing does. */
  readonly end?: (text: string) => Promise<void>
}

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
const askWords = (stream: boolean) => (model: string) =>
  json({ model, messages: [{ role: 'user', content: 'say something' }], max_tokens: 30, stream })
const PICTURE = new Blob([new Uint8Array(makePng({ width: 40, height: 30 }, 'in'))])
const hasImage = (text: string) => /^{"images":\[{/.test(text)

const COLUMNS: readonly Column[] = [
  {
    name: 'json',
    pipeline: 'text-to-image',
    ask: (model_id) => json({ prompt: 'a', model_id, width: 32, height: 32 }),
    isWhole: hasImage,
  },
  {
    name: 'multipart',
    pipeline: 'image-to-image',
    ask: (model) => {
      const body = new FormData()
      body.set('prompt', 'a')
      body.set('model_id', model)
      body.set('image', PICTURE, 'in.png')
      return { method: 'POST', body }
    },
    isWhole: hasImage,
  },
  {
    name: 'stream',
    pipeline: 'llm',
    ask: askWords(true),
    isWhole: (text) => text.includes('"finish_reason":"stop"') && text.endsWith('\n\n'),
  },
  {
    name: 'words',
    pipeline: 'llm',
    ask: askWords(false),
    isWhole: (text) => text.includes('"finish_reason":"stop"'),
  },
  {
    name: 'live',
    pipeline: 'live-video-to-video',
    ask: (model_id) => json({ model_id }),
    isWhole: (text) => /"publish_url":"http:\/\/127/.test(text),
    async end(text) {
      const { publish_url } = JSON.parse(text)
      expect((await fetch(publish_url, { method: 'DELETE' })).status).toBe(200)
    },
  },
]

const SCOPES = ['the first candidate', 'all candidates'] as const
interface Cell {
  readonly row: Row
  readonly column: Column
  readonly scope: (typeof SCOPES)[number]
  /** Each has its own: its quotes and its suspensions are nobody else's. */
  readonly model: string
}
const CELLS: readonly Cell[] = ROWS.flatMap((row, r) =>
  COLUMNS.flatMap((column) =>
    SCOPES.map((scope, s) => ({ row, column, scope, model: `org/${r}-${column.name}-${s}` })),
  ),
)

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const models = (price: bigint) =>
    CELLS.map(({ column: { pipeline }, model }) => ({ pipeline, model, price }))
  devnet = await Devnet.start({
    fleet: [
      scenario({ name: 'cheap', jobMs: 0, models: models(1n) }),
      scenario({ name: 'dear', jobMs: 0, models: models(1_000n) }),
    ],
  })
  standing = await startServer(devnet, {
    ROUTING_LIMITS: JSON.stringify(LIMITS),
    ROUTING_CONNECT_MS: String(CONNECT_MS),
    BREAKER_CONSECUTIVE: '1',
    BREAKER_OPEN_MS: '600000',
    OPERATOR_KEY: OPERATOR,
  })
})
afterEach(async () => {
  for (const { jobs } of devnet.orchestrators) jobs.streams.endAll('the test is over')
  await devnet.reset()
  for (const { scope, id } of await suspended())
    await fetch(`${standing.url}/api/v1/suspensions/${scope}/${encodeURIComponent(id)}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${OPERATOR}` },
    })
  expect(await suspended()).toEqual([])
})
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

const suspended = async (): Promise<{ scope: string; id: string }[]> =>
  (await (await fetch(`${standing.url}/api/v1/suspensions`)).json()).suspensions

const jobsAt = (name: (typeof CANDIDATES)[number]) => devnet.orchestrator(name).jobs.log.report()

const recordOf = async (response: Response) => {
  const id = response.headers.get('x-request-id') ?? ''
  const read = () => standing.server.store.readRequest(id)
  await expect.poll(async () => (await read())?.summary.outcome ?? null, { timeout: 5_000 }).not.toBeNull()
  const stored = await read()
  if (!stored) throw new Error(`${id} has no record`)
  return stored
}

const askFor = (
  { column, model }: Pick<Cell, 'column' | 'model'>,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const init = column.ask(model)
  return fetch(`${standing.url}/${column.pipeline}`, {
    ...init,
    // Where a price decides nobody is tried out.
    headers: {
      ...init.headers,
      'livepeer-strategy': 'cheapest',
      'livepeer-max-price': '1000000',
      ...headers,
    },
  })
}

/** Nothing is left of a request, neither here nor there. */
async function expectQuiet(): Promise<void> {
  await expect.poll(() => standing.server.upstream.underWay).toBe(0)
  for (const name of CANDIDATES) await expect.poll(() => jobsAt(name).inFlight).toBe(0)
  expect(standing.server.live()).toBe(0)
}

const streamsAt = (name: (typeof CANDIDATES)[number]) =>
  devnet
    .orchestrator(name)
    .jobs.streams.report()
    .filter(({ ended }) => ended === null).length

function expectProblem(text: string, status: number): void {
  const body = JSON.parse(text)
  expect(body.status).toBe(status)
  expect(body.error.message.length).toBeGreaterThan(10)
  expect(body.detail.msg).toBe(body.error.message)
}

describe.each(ROWS.map((row) => [row.name, row] as const))('%s', (_, row) => {
  test.each(
    CELLS.filter((cell) => cell.row === row).map((cell) => [cell.column.name, cell.scope, cell] as const),
  )('%s, %s', async (_column, scope, cell) => {
    const { column } = cell
    const expected = row.except?.[column.name] ?? row.usual
    const bad = scope === 'all candidates' ? CANDIDATES : (['cheap'] as const)
    for (const name of bad) await devnet.orchestrator(name).change({ jobFault: row.fault })
    const before = { cheap: jobsAt('cheap').begun, dear: jobsAt('dear').begun }
    const { isLast = false, jobs = 1 } = expected
    const isSaved = !isLast && scope === 'the first candidate'
    const status = isSaved ? 200 : expected.status

    const response = await askFor(cell)
    const text = await response.text()
    expect(response.status, text).toBe(status)
    const isCut = !isSaved && expected.outcome === 'cut'
    if (status !== 200) expectProblem(text, status)
    else if (isCut) {
      // What breaks off is an error to whoever reads it, and no end.
      const last = text.trim().split('\n\n').at(-1) ?? ''
      expect(last).toMatch(/^event: error\ndata: /)
      const told = JSON.parse(last.slice(last.indexOf('data: ') + 6))
      expect(told.error.message).toBe(told.detail.msg)
      expect(column.isWhole(text)).toBe(false)
    } else {
      expect(column.isWhole(text), text).toBe(true)
      await column.end?.(text)
    }
    if (status === 503) expect(response.headers.get('retry-after')).not.toBeNull()

    const { summary, attempts } = await recordOf(response)
    expect(attempts.map(({ outcome }) => outcome)).toEqual(
      isLast ? [expected.of] : [expected.of, isSaved ? 'ok' : expected.of],
    )
    expect(attempts.map(({ nodeUri }) => nodeUri)).toEqual(
      CANDIDATES.slice(0, attempts.length).map((name) => devnet.orchestrator(name).uri),
    )
    expect(summary.outcome).toBe(isSaved ? 'served' : expected.outcome)
    expect(summary.status).toBe(status)
    expect(summary.totalMs).toBeLessThan(TOTAL_MS)
    if (status === 200) expect(response.headers.get('livepeer-attempts')).toBe(String(attempts.length))

    // What was begun for the client is not begun once more, and nobody gets a job too many.
    expect(jobsAt('cheap').begun - before.cheap).toBe(jobs)
    expect(jobsAt('dear').begun - before.dear).toBe(isLast ? 0 : isSaved ? 1 : jobs)

    const offerings = (await suspended()).filter((one) => one.scope === 'offering').map(({ id }) => id)
    const faulty = attempts.filter(({ outcome }) => outcome !== 'ok').map(({ offeringId }) => offeringId)
    expect(offerings.sort()).toEqual(expected.isFault ? faulty.sort() : [])
    await expectQuiet()
    const isLeft = column.name === 'live' && row.isDone === true
    for (const name of CANDIDATES) {
      const isFaulty = isLeft && bad.some((one) => one === name)
      await expect.poll(() => streamsAt(name)).toBe(isFaulty ? jobs : 0)
    }
  })
})
