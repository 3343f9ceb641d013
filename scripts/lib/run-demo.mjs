import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join, relative } from 'node:path'
import { buildIfStale } from './build.mjs'
import { exitCodeOf, isStopping, startChild } from './children.mjs'
import { DEMO_POLICIES, savePolicies } from './demo-policies.mjs'
import { demoUsage } from './demo-usage.mjs'
import { installMissing } from './install.mjs'
import { main } from './main.mjs'
import { isFree, readPorts, requireFreePorts } from './ports.mjs'
import { startProgress } from './progress.mjs'
import { inRoot, LOG_DIR, ROOT } from './root.mjs'
import { DEVNET } from './run-devnet.mjs'
import { startApp } from './run-start.mjs'
import { logPath, logTail, openLog } from './run-step.mjs'
import { readSettings } from './settings.mjs'
import { SetupError } from './setup-error.mjs'

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @typedef {{ type: 'ready', controlUrl: string, webhookUrl: string, capabilitiesUrl: string, count: number }} DevnetReady */

const CONTROL_PORT = 9936
const READY_WITHIN_MS = 60_000
const ASK_EVERY_MS = 150
// Empty wins over .env: no real network mixes with the simulated one, and nobody's key or credential is shown to it.
const NOTHING_REAL = {
  ORCH_ADDRS: '',
  ORCH_WEBHOOK_HEADERS: '',
  GATEWAY_IMPORT_HEADERS: '',
  REMOTE_SIGNER_URL: '',
  REMOTE_SIGNER_HEADERS: '',
  ETH_RPC_URL: '',
  CHAIN_DISCOVERY: 'off',
  SOURCES_FILE: '',
  IDENTITY: '',
  ETH_PRIVATE_KEY: '',
  ETH_KEYSTORE_FILE: '',
}

/** @param {readonly string[]} devnetArgs */
export function runDemo(devnetArgs) {
  return main(() => demo(devnetArgs), { exitCodeOnSignal: sayGoodbye })
}

/** @param {readonly string[]} devnetArgs */
async function demo(devnetArgs) {
  const usage = demoUsage(devnetArgs)
  if (usage !== null) {
    process.stdout.write(usage)
    return 0
  }
  const settings = readSettings()
  const ports = readPorts(settings)
  await requireFreePorts(ports)
  await installMissing()
  // Other networks than the usual one have no story.
  const hasPast = devnetArgs.length > 0 || existsSync(join(demoDataDir(), 'offerings.db'))
  const past = hasPast ? null : makePast()
  await buildIfStale()
  if (past) await waitForPast(past)

  // Somebody's own, or one of this demo alone.
  const operatorKey = settings.OPERATOR_KEY?.trim() || randomBytes(16).toString('hex')
  const { network, ended } = await startBoth(ports.port, operatorKey, devnetArgs)
  await announce(ports, network)
  if (operatorKey !== settings.OPERATOR_KEY?.trim()) console.log(`  Operator key of this run: ${operatorKey}`)
  return ended
}

/**
 * Three days of history, where there is none yet: the conductor and the simulated network with a fast clock.
 *
 * @returns {Promise<boolean>} false: it could not be made
 */
async function makePast() {
  const dataDir = demoDataDir()
  // It is complete or not there at all.
  const made = `${dataDir}.new`
  rmSync(made, { recursive: true, force: true })
  const child = startChild(
    process.execPath,
    ['--import', 'tsx', inRoot('scripts', 'seed-history.ts'), '--data-dir', made],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const log = openLog('history')
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  const code = await exitCodeOf(child)
  log.end()
  if (code !== 0) return isStopping()
  mkdirSync(dataDir, { recursive: true })
  for (const name of readdirSync(made)) renameSync(join(made, name), join(dataDir, name))
  rmSync(made, { recursive: true })
  return true
}

/**
 * It is made beside the build, and mostly ready when that is. Without it there is less to see, but a demo all the same.
 *
 * @param {Promise<boolean>} past
 */
async function waitForPast(past) {
  const progress = startProgress('Making three days of simulated history')
  if (await past) return progress.done()
  progress.failed()
  console.log(`  The demo starts without. Full output: ${relative(ROOT, logPath('history'))}`)
}

const demoDataDir = () => process.env.DATA_DIR || 'data/demo'

/**
 * @param {number} port
 * @param {string} operatorKey
 * @param {readonly string[]} devnetArgs
 * @returns {Promise<{ network: DevnetReady, ended: Promise<never> }>}
 */
async function startBoth(port, operatorKey, devnetArgs) {
  const progress = startProgress('Starting the simulated network and the application')
  try {
    // The port that the README names, unless somebody has it.
    const controlPort = (await isFree(CONTROL_PORT)) ? CONTROL_PORT : 0
    const devnet = startDevnet(['--control-port', String(controlPort), ...devnetArgs])
    const network = await Promise.race([readyMessage(devnet.child), devnet.ended])
    const files = {
      REGIONS_FILE: await writeFromNetwork(network, 'regions'),
      NAMES_FILE: await writeFromNetwork(network, 'names'),
    }
    const ended = Promise.race([devnet.ended, startDemoApp(port, network, { files, operatorKey }).ended])
    await Promise.race([answers(port), ended])
    await Promise.race([savePolicies(`http://127.0.0.1:${port}`, operatorKey), ended])
    progress.done()
    return { network, ended }
  } catch (error) {
    if (!isStopping()) progress.failed()
    throw error
  }
}

/** @param {readonly string[]} args */
function startDevnet(args) {
  const child = startChild(process.execPath, [...DEVNET, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  return { child, ended: failWhenEnded(child, 'devnet', 'The simulated network') }
}

/**
 * Where the simulated nodes claim to be, or what they are called, as a file that the application reads.
 *
 * @param {DevnetReady} network
 * @param {'regions' | 'names'} what
 */
async function writeFromNetwork({ controlUrl }, what) {
  const file = inRoot('.cache', `demo-${what}.json`)
  mkdirSync(inRoot('.cache'), { recursive: true })
  writeFileSync(file, await (await fetch(`${controlUrl}/${what}`)).text())
  return file
}

/**
 * @param {number} port
 * @param {DevnetReady} network
 * @param {{ files: { REGIONS_FILE: string, NAMES_FILE: string }, operatorKey: string }} settings
 */
function startDemoApp(port, { webhookUrl, capabilitiesUrl }, { files, operatorKey }) {
  const { SWEEP_INTERVAL_MS = '15000', DASHBOARD_HOST, GATEWAY_HOST, ROUTING_AUTH } = process.env
  const child = startApp(port, {
    host: DASHBOARD_HOST || '127.0.0.1',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...NOTHING_REAL,
      ORCH_WEBHOOK_URL: webhookUrl,
      GATEWAY_IMPORT_URL: capabilitiesUrl,
      ORCH_ALLOW_CIDRS: '127.0.0.0/8,::1/128',
      // Dollars on the simulated network are at an invented rate, and say that they are set.
      ETH_USD: '2500',
      ETH_USD_URL: '',
      ...files,
      GEOIP_DB: '',
      PRICING_FILE: inRoot('docs', 'pricing.example.jsonc'),
      OPERATOR_KEY: operatorKey,
      // Whoever sits at this machine tries jobs without a key, and nobody else reaches the doors.
      GATEWAY_HOST: GATEWAY_HOST || '127.0.0.1',
      ROUTING_AUTH: ROUTING_AUTH || 'open',
      ROUTING_SPEND_WEI_PER_DAY: '',
      SWEEP_INTERVAL_MS,
      DATA_DIR: demoDataDir(),
    },
  })
  return { child, ended: failWhenEnded(child, 'app', 'The application') }
}

/**
 * @param {ChildProcess} child
 * @param {string} logName
 * @param {string} who
 * @returns {Promise<never>}
 */
function failWhenEnded(child, logName, who) {
  const log = openLog(logName)
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  return new Promise((_, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      log.end(() => {
        const file = relative(ROOT, logPath(logName))
        reject(
          new SetupError(`${who} ended unexpectedly. Full output: ${file}`, { detail: logTail(logName) }),
        )
      })
    })
  })
}

/**
 * @param {ChildProcess} devnet
 * @returns {Promise<DevnetReady>}
 */
function readyMessage(devnet) {
  return new Promise((resolve) => {
    devnet.on('message', (message) => {
      if (isDevnetReady(message)) resolve(message)
    })
  })
}

/**
 * @param {unknown} message
 * @returns {message is DevnetReady}
 */
function isDevnetReady(message) {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready'
}

/**
 * Resolves when the front page is really served.
 *
 * @param {number} port
 */
async function answers(port) {
  const deadline = performance.now() + READY_WITHIN_MS
  let last = 'no answer'
  while (performance.now() < deadline) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(10_000) })
      await response.arrayBuffer()
      if (response.ok) return
      last = `status ${response.status}`
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
  }
  const seconds = READY_WITHIN_MS / 1000
  throw new SetupError(
    `The application did not serve its front page within ${seconds} s (${last}). Full output: ${relative(ROOT, logPath('app'))}`,
    { detail: logTail('app') },
  )
}

/**
 * @param {{ port: number, gatewayPort: number }} ports
 * @param {DevnetReady} network
 */
async function announce({ port, gatewayPort }, { controlUrl, count }) {
  console.log(`
  Livepeer Offerings is ready: http://localhost:${port}
`)
  if (await accepts(gatewayPort)) {
    const [policy] = Object.keys(DEMO_POLICIES)
    console.log(`  Gateway for client programs: http://localhost:${gatewayPort}`)
    console.log(`  A list to try: http://localhost:${gatewayPort}/orchestrators.json?policy=${policy}`)
  }
  console.log(`  Simulated network of ${count} orchestrators, controlled at ${controlUrl}`)
  console.log(`  Logs in ${relative(ROOT, LOG_DIR)}; Ctrl-C stops everything.`)
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function accepts(port) {
  if (port === 0) return Promise.resolve(false)
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

function sayGoodbye() {
  console.log('\nStopped.')
  return 0
}
