/**
 * Ways to choose nodes, compared on one simulated network of which some nodes fail, slow down and lie.
 * `npm run simulate:selection -- --jobs 100000 --nodes 200 --hours 6 --seed 7 --only go-stake,go-live --json figures.json`
 * `--bad-requests 0.5` makes half a percent of the jobs wrong in themselves, which no node can help.
 * Nothing of it depends on this machine: the same options give the same table.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { PROFILES } from '@/lib/simulation/behaviour'
import type { ChooserFactory } from '@/lib/simulation/chooser'
import { figuresJson, figuresTable } from '@/lib/simulation/figures-table'
import { GO_CHOOSERS } from '@/lib/simulation/go-chooser'
import { generateJobs } from '@/lib/simulation/job'
import { measure } from '@/lib/simulation/measure'
import { generateNetwork } from '@/lib/simulation/network'
import { OUR_CHOOSERS } from '@/lib/simulation/our-chooser'
import { PLAIN_CHOOSERS } from '@/lib/simulation/plain-chooser'
import { simulate, type World } from '@/lib/simulation/simulate'

const CHOOSERS: readonly ChooserFactory[] = [...OUR_CHOOSERS, ...GO_CHOOSERS, ...PLAIN_CHOOSERS]

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '100000' },
    nodes: { type: 'string', default: '200' },
    hours: { type: 'string', default: '6' },
    seed: { type: 'string', default: '1' },
    'bad-requests': { type: 'string', default: '0' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
})
const [jobs, nodes] = [wholeNumber('jobs'), wholeNumber('nodes')]
const spanMs = wholeNumber('hours') * 3_600_000
const { seed } = values
const names = values.only?.split(',') ?? CHOOSERS.map(({ name }) => name)
const unknown = names.filter((name) => !CHOOSERS.some((chooser) => chooser.name === name))
if (unknown.length > 0)
  throw new Error(
    `--only names ${unknown.join(', ')}; there are ${CHOOSERS.map(({ name }) => name).join(', ')}`,
  )

const world: World = {
  network: generateNetwork({ nodes, spanMs, seed }),
  jobs: generateJobs({ jobs, spanMs, seed, badRequestShare: percent('bad-requests') / 100 }),
  spanMs,
  seed,
}
const profiles = PROFILES.map((profile) => {
  const count = world.network.filter((node) => node.profile === profile).length
  return `${count} ${profile}`
})
const orchestrators = new Set(world.network.map(({ orchestrator }) => orchestrator)).size
console.log(
  `${jobs} jobs in ${values.hours} hours, ${values['bad-requests']} % bad requests, seed ${seed}; ${nodes} nodes of ${orchestrators} orchestrators: ${profiles.join(', ')}.\n`,
)
const figures = CHOOSERS.filter(({ name }) => names.includes(name)).map((chooser) =>
  measure(simulate(world, chooser), world),
)
console.log(figuresTable(figures))
if (values.json) writeFileSync(values.json, `${figuresJson(figures)}\n`)

function wholeNumber(option: 'jobs' | 'nodes' | 'hours'): number {
  const number = Number(values[option])
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new Error(`--${option} is "${values[option]}"; use a whole number above zero, e.g. 100`)
}

function percent(option: 'bad-requests'): number {
  const number = Number(values[option])
  if (number >= 0 && number <= 100) return number
  throw new Error(`--${option} is "${values[option]}"; use percent from 0 to 100, e.g. 0.5`)
}
