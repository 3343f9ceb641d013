/**
 * What carrying a job costs at either door, with key, choice, breaker and record, beside nginx and a plain proxy in Node,
 * all to the same upstream, in turns, in one run. Needs `npm run build`, wrk, and nginx for its column (Debian:
 * `apt-get install wrk nginx-light`). `npm run bench:routes -- --seconds 3 --rounds 3 --streams 200`
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { freePort } from '@/e2e/support/free-port'
import { eventually, startApp } from '@/e2e/support/start-app'
import { statusDto } from '@/lib/api/contract/status'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    streams: { type: 'string', default: '200' },
    nodes: { type: 'string', default: '10' },
  },
})
if (spawnSync('wrk', ['-v']).error) throw new Error('wrk is not installed; on Debian: apt-get install wrk')
const hasNginx = spawnSync('nginx', ['-v']).error === undefined

const OPERATOR_KEY = 'a key for benchmarks'
const MODEL = 'bench/model'
const folder = mkdtempSync(join(tmpdir(), 'bench-routes-'))
const children: ChildProcess[] = []
const [upstreamPort, plainPort, nginxPort] = [await freePort(), await freePort(), await freePort()]
const upstream = `http://127.0.0.1:${upstreamPort}`
children.push(
  spawn(process.execPath, ['scripts/lib/bare-upstream.mjs', String(upstreamPort)], { stdio: 'inherit' }),
)
children.push(
  spawn(process.execPath, ['scripts/lib/plain-proxy.mjs', String(plainPort), upstream], { stdio: 'inherit' }),
)
if (hasNginx) {
  const config = join(folder, 'nginx.conf')
  writeFileSync(
    config,
    `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_processes 1; user root;
     events { worker_connections 8192; }
     http { access_log off; upstream it { server 127.0.0.1:${upstreamPort}; keepalive 1024; }
       server { listen 127.0.0.1:${nginxPort}; keepalive_requests 1000000000;
         location / { proxy_pass http://it; proxy_http_version 1.1; proxy_set_header connection ""; proxy_buffering off; } } }`,
  )
  children.push(spawn('nginx', ['-c', config], { stdio: 'inherit' }))
}

// Orchestrators quote, and name the upstream as the place for their jobs.
const devnet = await Devnet.start({
  fleet: Array.from({ length: Number(values.nodes) }, (_, i) =>
    scenario({
      name: `bench-${i}`,
      transcoder: upstream,
      models: [{ pipeline: 'llm', model: MODEL, price: BigInt(5 + i), capacity: 10_000 }],
    }),
  ),
})
const app = await startApp({
  env: {
    ORCH_ADDRS: devnet.serviceUris().join(','),
    SWEEP_INTERVAL_MS: '3600000',
    ETH_USD: '2500.50',
    LOG_LEVEL: 'warn',
    OPERATOR_KEY,
  },
})
await eventually(
  async () => statusDto.parse(await (await fetch(`${app.gatewayUrl}/api/v1/status`)).json()),
  (status) => status.snapshot !== null,
)
const created = await fetch(`${app.gatewayUrl}/api/v1/keys`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${OPERATOR_KEY}` },
  body: JSON.stringify({ name: 'bench', scopes: ['route'] }),
})
const { secret } = z.object({ secret: z.string() }).parse(await created.json())

const bodyOf = (stream: boolean) =>
  JSON.stringify({
    model: MODEL,
    messages: [{ role: 'user', content: 'x'.repeat(stream ? 100 : 3_900) }],
    max_tokens: 64,
    stream,
  })
const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` }

const servers: Record<string, string> = {
  direct: upstream,
  ...(hasNginx && { nginx: `http://127.0.0.1:${nginxPort}` }),
  plain: `http://127.0.0.1:${plainPort}`,
  lean: app.gatewayUrl,
  next: app.url,
}
for (const [name, base] of Object.entries(servers)) {
  const answer = await eventually(
    () => fetch(`${base}/llm`, { method: 'POST', headers, body: bodyOf(false) }).catch(() => null),
    (response) => response?.ok === true,
  )
  if (answer?.status !== 200) throw new Error(`${name} does not answer`)
  await answer.arrayBuffer()
}

interface Measured {
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly notOk: number
  readonly broken: number
}

const script = join(folder, 'wrk.lua')
writeFileSync(
  script,
  `wrk.method = "POST"
   wrk.headers["content-type"] = "application/json"
   wrk.headers["authorization"] = "Bearer ${secret}"
   wrk.body = [[${bodyOf(false)}]]
   function done(summary, latency)
     io.write(string.format("RESULT %d %d %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(50),
       latency:percentile(99), summary.errors.status,
       summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
   end`,
)

/** Without holding this process up, in which the orchestrators are that quote. */
async function load(base: string, clients: number): Promise<Measured> {
  const wrk = spawn('wrk', ['-t1', `-c${clients}`, `-d${values.seconds}s`, '-s', script, `${base}/llm`])
  let stdout = ''
  let stderr = ''
  wrk.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  wrk.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  await new Promise((resolve) => wrk.once('close', resolve))
  const [, requests, micros, p50, p99, notOk, broken] =
    /RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)/.exec(stdout)?.map(Number) ?? []
  if (
    !requests ||
    !micros ||
    p50 === undefined ||
    p99 === undefined ||
    notOk === undefined ||
    broken === undefined
  )
    throw new Error(`wrk against ${base}: ${stdout}${stderr}`)
  return {
    requestsPerSecond: (requests * 1e6) / micros,
    p50Ms: p50 / 1_000,
    p99Ms: p99 / 1_000,
    notOk,
    broken,
  }
}

const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
const percentile = (list: readonly number[], share: number): number =>
  list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? Number.NaN
const cell = (value: number, digits = 2) => value.toFixed(digits).padStart(10)

console.log(
  `${values.nodes} orchestrators, jobs of 4 KB to 4 KB; medians of ${values.rounds} rounds of ${values.seconds} s\n${'clients'.padEnd(9)}${'server'.padEnd(8)}${['req/s', 'of plain', 'p50 ms', 'p99 ms', 'added p50', 'added p99', 'not 200', 'broken'].map((name) => name.padStart(10)).join('')}`,
)
for (const clients of [1, 16, 64, 1_000]) {
  const measured = new Map<string, Measured[]>(Object.keys(servers).map((name) => [name, []]))
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [name, base] of Object.entries(servers)) measured.get(name)?.push(await load(base, clients))
  const of = (name: string, what: keyof Measured) =>
    median((measured.get(name) ?? []).map((one) => one[what]))
  for (const name of measured.keys())
    console.log(
      `${String(clients).padEnd(9)}${name.padEnd(8)}${cell(of(name, 'requestsPerSecond'), 0)}${cell(of(name, 'requestsPerSecond') / of('plain', 'requestsPerSecond'))}${cell(of(name, 'p50Ms'))}${cell(of(name, 'p99Ms'))}${cell(of(name, 'p50Ms') - of('direct', 'p50Ms'))}${cell(of(name, 'p99Ms') - of('direct', 'p99Ms'))}${cell(of(name, 'notOk'), 0)}${cell(of(name, 'broken'), 0)}`,
    )
}

interface Streamed {
  readonly firstMs: number
  readonly gapsMs: readonly number[]
  readonly isWhole: boolean
}

function stream(base: string, agent: Agent): Promise<Streamed> {
  return new Promise((resolve) => {
    const startedAt = performance.now()
    let lastAt = 0
    let firstMs = Number.NaN
    let isWhole = false
    const gapsMs: number[] = []
    const end = () => resolve({ firstMs, gapsMs, isWhole })
    request(`${base}/llm`, { method: 'POST', headers, agent }, (response) => {
      response.on('data', (chunk: Buffer) => {
        const now = performance.now()
        if (lastAt === 0) firstMs = now - startedAt
        else gapsMs.push(now - lastAt)
        lastAt = now
        if (chunk.includes('"finish_reason":"stop"')) isWhole = true
      })
      response.on('close', end)
    })
      .on('error', end)
      .end(bodyOf(true))
  })
}

/** Pieces come every 20 ms; who waits five times as long for one notices. */
const STALL_MS = 100
console.log(
  `\n${values.streams} streams at once, 100 pieces each, one every 20 ms; a stall is ${STALL_MS} ms without one\n${'server'.padEnd(17)}${['first p50', 'first p99', 'gap p50', 'gap p99', 'stalled', 'whole'].map((name) => name.padStart(10)).join('')}`,
)
for (const [name, base] of Object.entries(servers)) {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  const streams = await Promise.all(Array.from({ length: Number(values.streams) }, () => stream(base, agent)))
  agent.destroy()
  const firsts = streams.map(({ firstMs }) => firstMs)
  const gaps = streams.flatMap(({ gapsMs }) => gapsMs)
  const stalled = streams.filter(({ gapsMs }) => gapsMs.some((gap) => gap > STALL_MS)).length
  console.log(
    `${name.padEnd(17)}${cell(percentile(firsts, 0.5))}${cell(percentile(firsts, 0.99))}${cell(percentile(gaps, 0.5))}${cell(percentile(gaps, 0.99))}${cell(stalled, 0)}${cell(streams.filter(({ isWhole }) => isWhole).length, 0)}`,
  )
}

for (const child of children) child.kill('SIGTERM')
await app.stop()
await devnet.stop()
rmSync(folder, { recursive: true, force: true })
