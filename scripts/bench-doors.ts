/**
 * What answers cost at either door, beside a bare node:http server and nginx that serve the same bytes, in turns, in
 * one run. Needs `npm run build`, wrk, and nginx for its column (Debian: `apt-get install wrk nginx-light`).
 * `npm run bench:doors -- --nodes 1000 --seconds 3 --rounds 5 --clients 16`
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { forkDevnet } from '@/e2e/support/fork-devnet'
import { freePort } from '@/e2e/support/free-port'
import { eventually, startApp } from '@/e2e/support/start-app'
import { statusDto } from '@/lib/api/contract/status'
import { benchFleet } from './lib/bench-fleet'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    clients: { type: 'string', default: '16' },
  },
})
if (spawnSync('wrk', ['-v']).error) throw new Error('wrk is not installed; on Debian: apt-get install wrk')
const hasNginx = spawnSync('nginx', ['-v']).error === undefined

const CAPABILITIES = '/getNetworkCapabilities'
const OFFERINGS = '/api/v1/offerings'
const FILTER = '?pipeline=text-to-image&state=warm&unit=pixel&sort=price'
const PAGE = `${FILTER}&limit=50`
/** The same under another name, so that the files of both have one. */
const WHOLE_PAGE = '/api/v1/offerings-default'

const folder = mkdtempSync(join(tmpdir(), 'bench-doors-'))
const fleetFile = join(folder, 'fleet.json')
writeFileSync(fleetFile, benchFleet(Number(values.nodes)))
const devnet = await forkDevnet(['--replay', fleetFile])
const app = await startApp({
  env: {
    ORCH_WEBHOOK_URL: `${devnet.controlUrl}/webhook`,
    SWEEP_INTERVAL_MS: '3600000',
    PROBE_TIMEOUT_MS: '30000',
    ETH_USD: '2500.50',
    LOG_LEVEL: 'warn',
  },
})
const { snapshot } = await eventually(
  async () => statusDto.parse(await (await fetch(`${app.gatewayUrl}/api/v1/status`)).json()),
  (status) => status.snapshot !== null,
)
// From here on the network only costs what is measured.
devnet.stop()

const get = (path: string) =>
  fetch(`${app.gatewayUrl}${path}`, { headers: { 'accept-encoding': 'identity' } })
const document = await get(CAPABILITIES)
const etag = document.headers.get('etag') ?? ''
const page = await get(`${OFFERINGS}${PAGE}`)
const wholePage = await get(`${OFFERINGS}${FILTER}`)
const files: Record<string, Buffer> = {
  [CAPABILITIES]: Buffer.from(await document.arrayBuffer()),
  [OFFERINGS]: Buffer.from(await page.arrayBuffer()),
  [WHOLE_PAGE]: Buffer.from(await wholePage.arrayBuffer()),
}
const { count, total }: { count: number; total: number } = JSON.parse(String(files[OFFERINGS]))
console.log(
  `${snapshot?.nodes_answered} nodes, ${total} offerings; ${CAPABILITIES} ${files[CAPABILITIES]?.length} bytes; page of 50 of ${count}: ${files[OFFERINGS]?.length} bytes, all of them (the default page): ${files[WHOLE_PAGE]?.length} bytes; ${values.clients} clients, medians of ${values.rounds} rounds of ${values.seconds} s`,
)

const children: ChildProcess[] = []
const barePort = await freePort()
const nginxPort = await freePort()
const pathOf = (path: string) => join(folder, 'files', path)
for (const [path, bytes] of Object.entries(files)) {
  mkdirSync(join(pathOf(path), '..'), { recursive: true })
  writeFileSync(pathOf(path), bytes)
}
const pairs = Object.keys(files).map((path) => `${path}=${pathOf(path)}`)
children.push(spawn(process.execPath, ['scripts/lib/bare-server.mjs', String(barePort), ...pairs]))
if (hasNginx) {
  const config = join(folder, 'nginx.conf')
  writeFileSync(
    config,
    `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_processes 1; user root;
     events { worker_connections 1024; }
     http { access_log off; default_type application/json; sendfile on; tcp_nopush on; open_file_cache max=10;
       keepalive_requests 1000000000;
       server { listen 127.0.0.1:${nginxPort}; root ${folder}/files; } }`,
  )
  children.push(spawn('nginx', ['-c', config], { stdio: 'inherit' }))
}
const servers: Record<string, string> = {
  bare: `http://127.0.0.1:${barePort}`,
  ...(hasNginx && { nginx: `http://127.0.0.1:${nginxPort}` }),
  lean: app.gatewayUrl,
  next: app.url,
}
const etags: Record<string, string> = {}
for (const [name, base] of Object.entries(servers)) {
  const answer = await eventually(
    () => fetch(`${base}${CAPABILITIES}`).catch(() => null),
    (response) => response?.ok === true,
  )
  etags[name] = answer?.headers.get('etag') ?? etag
  await answer?.arrayBuffer()
}

interface Measured {
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

let asked = 0
/** Each question of a filtered page is another one, so that no answer is lying ready. */
function load(base: string, question: { path: string; etag: string | null; isNew: boolean }): Measured {
  const script = join(folder, 'wrk.lua')
  asked += 1_000_000
  writeFileSync(
    script,
    `${question.etag === null ? '' : `wrk.headers["if-none-match"] = [[${question.etag}]]`}
     local n = ${asked}
     local path = [[${question.path}]]
     function request()
       n = n + 1
       return wrk.format("GET", ${question.isNew ? 'path .. "&price[lte]=" .. n' : 'path'})
     end
     function done(summary, latency)
       io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration,
         latency:percentile(50), latency:percentile(99),
         summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write))
     end`,
  )
  const { stdout, stderr } = spawnSync(
    'wrk',
    ['-t1', `-c${values.clients}`, `-d${values.seconds}s`, '-s', script, base],
    { encoding: 'utf8' },
  )
  const [, requests, micros, p50, p99, errors] =
    /RESULT (\d+) (\d+) (\d+) (\d+) (\d+)/.exec(stdout)?.map(Number) ?? []
  if (!requests || !micros || p50 === undefined || p99 === undefined || errors !== 0)
    throw new Error(`wrk against ${base}${question.path}: ${errors} errors\n${stdout}${stderr}`)
  return { requestsPerSecond: (requests * 1e6) / micros, p50Ms: p50 / 1_000, p99Ms: p99 / 1_000 }
}

const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN

const questions = [
  { name: 'capabilities', path: CAPABILITIES, isKnown: false, isNew: false },
  { name: 'capabilities, 304', path: CAPABILITIES, isKnown: true, isNew: false },
  { name: 'default page, new filter', path: `${OFFERINGS}${FILTER}`, isKnown: false, isNew: true },
  { name: 'page of 50, new filter', path: `${OFFERINGS}${PAGE}`, isKnown: false, isNew: true },
  { name: 'page of 50, asked before', path: `${OFFERINGS}${PAGE}`, isKnown: false, isNew: false },
]
console.log(
  `${'question'.padEnd(26)}${'server'.padEnd(8)}${'req/s'.padStart(9)}${'of bare'.padStart(9)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}`,
)
for (const { name, path, isKnown, isNew } of questions) {
  const measured = new Map<string, Measured[]>(Object.keys(servers).map((server) => [server, []]))
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [server, base] of Object.entries(servers)) {
      const known = isKnown ? (etags[server] ?? null) : null
      // Files have their name; what they are compared with is asked as clients ask it.
      const isFile = server === 'bare' || server === 'nginx'
      const asked = isFile && path === `${OFFERINGS}${FILTER}` ? `${WHOLE_PAGE}${FILTER}` : path
      measured.get(server)?.push(load(base, { path: asked, etag: known, isNew }))
    }
  const rate = (server: string) => median((measured.get(server) ?? []).map((one) => one.requestsPerSecond))
  for (const [server, rounds] of measured)
    console.log(
      `${name.padEnd(26)}${server.padEnd(8)}${rate(server).toFixed(0).padStart(9)}${(rate(server) / rate('bare')).toFixed(2).padStart(9)}${median(
        rounds.map((one) => one.p50Ms),
      )
        .toFixed(2)
        .padStart(9)}${median(rounds.map((one) => one.p99Ms))
        .toFixed(2)
        .padStart(9)}`,
    )
}
for (const child of children) child.kill('SIGTERM')
await app.stop()
rmSync(folder, { recursive: true, force: true })
