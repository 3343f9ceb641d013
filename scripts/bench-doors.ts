/**
 * What an answer costs at either door: the same question to both, in turns, in one run. Needs `npm run build` first.
 * `npm run bench:doors -- --nodes 200 --seconds 3 --rounds 3`
 */
import { Agent, get } from 'node:http'
import { parseArgs } from 'node:util'
import { forkDevnet } from '@/e2e/support/fork-devnet'
import { eventually, startApp } from '@/e2e/support/start-app'
import { statusDto } from '@/lib/api/contract'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '16' },
  },
})
const PATH = '/getNetworkCapabilities'

const devnet = await forkDevnet(['--count', values.nodes])
const app = await startApp({
  env: { ORCH_WEBHOOK_URL: `${devnet.controlUrl}/webhook`, SWEEP_INTERVAL_MS: '3600000', LOG_LEVEL: 'warn' },
})
await eventually(
  async () => statusDto.parse(await (await fetch(`${app.gatewayUrl}/api/v1/status`)).json()),
  ({ snapshot }) => snapshot !== null,
)
const first = await fetch(`${app.gatewayUrl}${PATH}`, { headers: { 'accept-encoding': 'identity' } })
const etag = first.headers.get('etag') ?? ''
const bytes = (await first.arrayBuffer()).byteLength

/** Requests per second over some kept connections, each asking again as soon as it is answered. */
async function requestsPerSecond(base: string, headers: Record<string, string>): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: Number(values.connections) })
  const startedAt = performance.now()
  const endsAt = startedAt + Number(values.seconds) * 1_000
  let answered = 0
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      get(`${base}${PATH}`, { agent, headers }, (response) => {
        response.resume().once('end', resolve)
      }).once('error', reject)
    })
  await Promise.all(
    Array.from({ length: Number(values.connections) }, async () => {
      while (performance.now() < endsAt) {
        await ask()
        answered += 1
      }
    }),
  )
  agent.destroy()
  return (answered * 1_000) / (performance.now() - startedAt)
}

const median = (list: number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
const questions: [string, Record<string, string>][] = [
  ['plain', {}],
  ['gzip', { 'accept-encoding': 'gzip' }],
  ['304', { 'if-none-match': etag }],
]
console.log(`${PATH}: ${bytes} bytes, ${values.connections} connections, medians of ${values.rounds} rounds`)
for (const [name, headers] of questions) {
  const next: number[] = []
  const lean: number[] = []
  for (let round = 0; round < Number(values.rounds); round++) {
    next.push(await requestsPerSecond(app.url, headers))
    lean.push(await requestsPerSecond(app.gatewayUrl, headers))
  }
  console.log(
    `${name.padEnd(6)} Next ${median(next).toFixed(0)} req/s, lean ${median(lean).toFixed(0)} req/s, ratio ${(median(lean) / median(next)).toFixed(1)}`,
  )
}
await app.stop()
devnet.stop()
