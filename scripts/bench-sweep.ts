/**
 * How long a sweep over many nodes takes when some are black holes, beside the same sweep without any in the same run.
 * `npm run bench:sweep -- --nodes 500 --black-holes 5 --rounds 5`
 * The devnet is a process of its own; both share this machine's cores. A sweep counts from reading the list to the
 * snapshot in SQLite.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { forkDevnet } from '@/e2e/support/fork-devnet'
import { Discovery } from '@/lib/discovery/discovery'
import { conducting, conductingOptions } from '@/lib/discovery/testdata/conducting'
import { createListSource } from '@/lib/sources/list-source'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'

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

const devnet = await forkDevnet(['--count', values.nodes, '--seed', '7'])
const { orchestrators } = devnet
// Spread evenly over the list, so that some come up last.
const every = Math.round(100 / Number(values['black-holes']))
const victims = orchestrators.filter((_, i) => i % every === every - 1).map(({ name }) => name)

const folder = mkdtempSync(join(tmpdir(), 'offerings-bench-'))
const store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
const list = createListSource(
  orchestrators.map(({ uri }) => uri),
  { name: 'list', now: Date.now },
)
const discovery = new Discovery(conducting({ sources: [list], store }), conductingOptions({ probeTimeoutMs }))

interface Run {
  readonly tookMs: number
  readonly cpuMs: number
  readonly outcomes: string
}

async function sweep(): Promise<Run> {
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  await discovery.sweepOnce({ asksAll: true })
  const tookMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  const outcomes: Record<string, number> = {}
  for (const { kind } of discovery.snapshot?.nodes ?? []) outcomes[kind] = (outcomes[kind] ?? 0) + 1
  return { tookMs, cpuMs: (user + system) / 1_000, outcomes: JSON.stringify(outcomes) }
}

const runs: Record<'all well' | 'black holes met first' | 'black holes known', Run[]> = {
  'all well': [],
  'black holes met first': [],
  'black holes known': [],
}
await sweep() // The very first one also loads code.
for (let round = 0; round < rounds; round++) {
  await devnet.setFault(victims, 'none')
  await sweep() // Forgets who was silent.
  runs['all well'].push(await sweep())
  await devnet.setFault(victims, 'black-hole')
  runs['black holes met first'].push(await sweep())
  runs['black holes known'].push(await sweep())
}

const median = (list: number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
console.log(
  `${orchestrators.length} nodes, ${victims.length} of them black holes, probe deadline ${probeTimeoutMs} ms, ${rounds} rounds`,
)
for (const [name, of] of Object.entries(runs)) {
  const took = of.map(({ tookMs }) => tookMs)
  console.log(
    `${name.padEnd(22)} median ${median(took).toFixed(0)} ms, worst ${Math.max(...took).toFixed(0)} ms, ` +
      `CPU ${median(of.map(({ cpuMs }) => cpuMs)).toFixed(0)} ms, outcomes ${of.at(-1)?.outcomes}`,
  )
}
store.close()
rmSync(folder, { recursive: true })
devnet.stop()
