/**
 * How long a sweep over many nodes takes, some of them black holes, beside the same sweep without any in the same run.
 * `npm run bench:sweep -- --nodes 500 --black-holes 5 --rounds 5`
 * The devnet runs as a process of its own, so that both sides share the machine as two machines would not.
 */
import { fork } from 'node:child_process'
import { parseArgs } from 'node:util'
import { mergeListedNodes } from '@/lib/discovery/listed-nodes'
import { sweepNodes } from '@/lib/discovery/sweep'
import { loopbackProbe } from '@/lib/discovery/testdata/loopback-probe'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '500' },
    'black-holes': { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    timeout: { type: 'string', default: '3000' },
  },
})
const probeTimeoutMs = Number(values.timeout)
const rounds = Number(values.rounds)

const devnet = fork('lib/devnet/main.ts', ['--count', values.nodes, '--seed', '7', '--control-port', '0'], {
  execArgv: ['--import', 'tsx'],
  silent: true,
})
const controlUrl = await new Promise<string>((resolve, reject) => {
  devnet.once('exit', () => reject(new Error('the devnet ended before it was ready')))
  devnet.on('message', (message: { type: string; controlUrl: string }) => {
    if (message.type === 'ready') resolve(message.controlUrl)
  })
})

const orchestrators: { name: string; uri: string }[] = await (await fetch(controlUrl)).json()
const nodes = mergeListedNodes(
  new Map([['list', { uris: orchestrators.map(({ uri }) => uri), readAt: 0, error: null }]]),
)
// Spread evenly, so that some come up last.
const every = Math.round(100 / Number(values['black-holes']))
const victims = orchestrators.filter((_, i) => i % every === every - 1)

async function sweepMs(): Promise<{ tookMs: number; outcomes: Record<string, number> }> {
  const startedAt = performance.now()
  const settled = await sweepNodes(nodes, loopbackProbe, {
    probeTimeoutMs,
    probeConcurrency: 100,
    signal: new AbortController().signal,
    onSettled: () => {},
  })
  const outcomes: Record<string, number> = {}
  for (const { result } of settled) outcomes[result.kind] = (outcomes[result.kind] ?? 0) + 1
  return { tookMs: performance.now() - startedAt, outcomes }
}

async function setFault(fault: string): Promise<void> {
  for (const { name } of victims)
    await fetch(`${controlUrl}/orchestrators/${encodeURIComponent(name)}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fault }),
    })
}

const median = (list: number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
const baseline: number[] = []
const withHoles: number[] = []
await sweepMs() // The first one also loads code.
for (let round = 1; round <= rounds; round++) {
  const plain = await sweepMs()
  await setFault('black-hole')
  const holes = await sweepMs()
  await setFault('none')
  baseline.push(plain.tookMs)
  withHoles.push(holes.tookMs)
  console.log(
    `round ${round}: all well ${plain.tookMs.toFixed(0)} ms ${JSON.stringify(plain.outcomes)}, ` +
      `${victims.length} black holes ${holes.tookMs.toFixed(0)} ms ${JSON.stringify(holes.outcomes)}`,
  )
}
const [plainMs, holesMs] = [median(baseline), median(withHoles)]
console.log(
  `\n${nodes.length} nodes, probe deadline ${probeTimeoutMs} ms, medians of ${rounds}: ` +
    `all well ${plainMs.toFixed(0)} ms; with ${victims.length} black holes ${holesMs.toFixed(0)} ms, ` +
    `the deadline and ${(holesMs - probeTimeoutMs).toFixed(0)} ms (worst ${(Math.max(...withHoles) - probeTimeoutMs).toFixed(0)} ms)`,
)
devnet.disconnect()
