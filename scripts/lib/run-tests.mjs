import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { buildIfStale } from './build.mjs'
import { findChromium } from './find-chromium.mjs'
import { installMissing } from './install.mjs'
import { main } from './main.mjs'
import { npmCommand } from './npm.mjs'
import { startProgress } from './progress.mjs'
import { inRoot, ROOT } from './root.mjs'
import { logPath, logTail, runLogged } from './run-step.mjs'
import { SetupError } from './setup-error.mjs'
import { playwrightCounts, vitestCounts } from './test-counts.mjs'

/** @typedef {import('./test-counts.mjs').Counts} Counts */

/** @typedef {{ env: NodeJS.ProcessEnv }} Context env is what later steps run with */

/** @typedef {{ name: string, run: (context: Context) => Promise<Counts | void> }} Step */

const RESULTS = inRoot('.cache', 'results')

/** @type {readonly Step[]} */
const STEPS = [
  { name: 'install', run: installMissing },
  { name: 'style', run: style },
  { name: 'types', run: (context) => check('types', ['run', 'check:types'], context) },
  { name: 'imports', run: (context) => check('imports', ['run', 'check:imports'], context) },
  { name: 'unused', run: (context) => check('unused', ['run', 'check:unused'], context) },
  { name: 'unit', run: (context) => vitest('unit', context) },
  { name: 'integration', run: (context) => vitest('integration', context) },
  { name: 'build', run: build },
  { name: 'server', run: (context) => vitest('server', context) },
  { name: 'browser', run: browser },
  { name: 'e2e', run: playwright },
]

/** @param {readonly string[]} args `--only step,step` or `--from step` */
export function runTests(args) {
  return main(() => testInOrder(chooseSteps(args)))
}

/** @param {readonly Step[]} steps */
async function testInOrder(steps) {
  /** @type {Context} */
  const context = { env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } }
  /** @type {{ name: string, seconds: number, counts: Counts | null }[]} */
  const finished = []
  for (const { name, run } of steps) {
    const startedAt = performance.now()
    try {
      const counts = (await run(context)) ?? null
      finished.push({ name, counts, seconds: (performance.now() - startedAt) / 1000 })
    } catch (error) {
      if (error instanceof SetupError)
        throw new SetupError(`npm test stopped at "${name}". ${error.message}`, error)
      throw error
    }
  }
  const counts = finished.flatMap((step) => step.counts ?? [])
  console.log()
  for (const step of finished) console.log(timingLine(step))
  const skipped = sum(counts.map((count) => count.skipped))
  const flaky = sum(counts.map((count) => count.flaky))
  if (skipped > 0) console.log(`${skipped} skipped`)
  if (flaky > 0) console.log(`${flaky} passed only when tried again`)
  if (counts.length > 0) console.log(`\n${sum(counts.map((count) => count.passed))} passed, 0 failed`)
  return 0
}

/** @param {{ name: string, seconds: number, counts: Counts | null }} step */
function timingLine({ name, seconds, counts }) {
  const passed = counts ? `  ${counts.passed} passed` : ''
  return `  ${name.padEnd(12)}${seconds.toFixed(1).padStart(7)} s${passed}`
}

/**
 * @param {readonly string[]} args
 * @returns {readonly Step[]}
 */
function chooseSteps(args) {
  const names = STEPS.map((step) => step.name)
  const [flag, value = ''] = args
  if (flag === undefined) return STEPS
  const chosen = value.split(',')
  const unknown = chosen.find((name) => !names.includes(name))
  if (unknown === undefined && flag === '--only') return STEPS.filter((step) => chosen.includes(step.name))
  if (unknown === undefined && flag === '--from') return STEPS.slice(names.indexOf(value))
  throw new SetupError(`Use --only step,step or --from step, with steps of: ${names.join(', ')}.`)
}

/** @param {Context} context */
async function style(context) {
  await check('style', ['run', 'check:style'], context)
  const [command, args] = [process.execPath, [inRoot('scripts', 'complete-lockfile.mjs'), '--check']]
  if ((await runLogged('lockfile', command, args, context)) !== 0)
    throw failure('lockfile', { showTail: true })
}

/**
 * A step whose output matters only when it fails.
 *
 * @param {string} name
 * @param {readonly string[]} npmArgs
 * @param {Context} context
 */
async function check(name, npmArgs, context) {
  const progress = startProgress(`Checking ${name}`)
  const [command, args] = npmCommand(npmArgs)
  if ((await runLogged(name, command, args, context)) === 0) return progress.done()
  progress.failed()
  throw failure(name, { showTail: true })
}

async function build() {
  await buildIfStale()
}

/**
 * @param {string} project
 * @param {Context} context
 */
async function vitest(project, context) {
  const file = resultFile(project)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${relative(ROOT, file)}`]
  await streamed(project, ['run', `test:${project}`, '--', ...reporters], context)
  return vitestCounts(readResult(project, file))
}

/** @param {Context} context */
async function playwright(context) {
  const file = resultFile('e2e')
  const env = { ...context.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
  await streamed('e2e', ['run', 'test:e2e', '--', '--reporter=list,json'], { env })
  return playwrightCounts(readResult('e2e', file))
}

/**
 * A step whose output is watched, and whose closing lines a CI reads.
 *
 * @param {string} name
 * @param {readonly string[]} npmArgs
 * @param {Context} context
 */
async function streamed(name, npmArgs, { env }) {
  const [command, args] = npmCommand(npmArgs)
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }
  const code = await runLogged(name, command, args, { env: { ...colour, ...env }, echo: true })
  if (code !== 0) throw failure(name, { showTail: false })
}

/** @param {Context} context */
async function browser(context) {
  const found = await findChromium({ log: (line) => console.log(line) })
  console.log(`Browser: ${found.executablePath} (${found.source})`)
  Object.assign(context.env, found.env, { CHROMIUM_PATH: found.executablePath })
}

/**
 * An old result must not speak for this run.
 *
 * @param {string} name
 */
function resultFile(name) {
  mkdirSync(RESULTS, { recursive: true })
  const file = join(RESULTS, `${name}.json`)
  rmSync(file, { force: true })
  return file
}

/**
 * @param {string} name
 * @param {string} file
 * @returns {unknown}
 */
function readResult(name, file) {
  if (!existsSync(file)) throw new SetupError(`The ${name} tests left no result in ${relative(ROOT, file)}.`)
  return JSON.parse(readFileSync(file, 'utf8'))
}

/**
 * @param {string} name
 * @param {{ showTail: boolean }} options
 */
function failure(name, { showTail }) {
  const detail = showTail ? logTail(name, 60) : ''
  return new SetupError(`Full output: ${relative(ROOT, logPath(name))}`, { detail })
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0)
}
