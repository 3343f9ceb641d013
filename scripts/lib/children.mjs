import { spawn } from 'node:child_process'

// Children stay in our process group: whoever kills the whole group (a terminal, a test runner) reaches
// them too. The price is that Ctrl-C arrives at a child twice, once from the terminal and once from here.

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

// Longer than the server waits for jobs that are under way (lib/runtime.ts).
const GRACE_MS = 10_000
const SAME_SIGNAL_MS = 1_000
const PARENT_CHECK_MS = 250

/** @type {Set<ChildProcess>} */
const running = new Set()
let stopping = false
let stoppedAt = 0

export const isStopping = () => stopping

/**
 * Starts a process that is stopped together with this one.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function startChild(command, args, options) {
  const child = spawn(command, args, options)
  running.add(child)
  child.once('exit', () => running.delete(child))
  child.once('error', () => running.delete(child))
  return child
}

/**
 * @param {ChildProcess} child
 * @returns {Promise<number>} the exit code; 128 + signal number for a killed child, as shells report it
 */
export function exitCodeOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? signalCode(signal)))
  })
}

/** @param {ChildProcess} child */
export async function stopChild(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  await ended
  clearTimeout(timer)
}

export async function stopChildren() {
  await Promise.all([...running].map(stopChild))
}

/**
 * On the first signal every child is stopped and the process ends with `exitCode(signal)`; on the second
 * nobody is asked again.
 *
 * @param {(signal: NodeJS.Signals) => number | undefined} exitCode undefined: whoever waits for the child decides
 */
export function stopOnSignals(exitCode) {
  /** @param {NodeJS.Signals} signal */
  const stop = async (signal) => {
    if (stopping) {
      // Who ends the whole group reaches us twice, directly and through npm; a person needs longer to ask again.
      if (performance.now() < stoppedAt + SAME_SIGNAL_MS) return
      for (const child of running) child.kill('SIGKILL')
      process.exit(signalCode(signal))
    }
    stopping = true
    stoppedAt = performance.now()
    await stopChildren()
    const code = exitCode(signal)
    if (code !== undefined) process.exit(code)
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop)
  whenNpmIsGone(() => {
    if (!stopping) void stop('SIGTERM')
  })
}

/**
 * npm passes SIGTERM on to the shell between us, which dies of it without a word to us: all that we see of
 * `kill <npm>` is another parent.
 *
 * @param {() => void} onGone
 */
function whenNpmIsGone(onGone) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, PARENT_CHECK_MS)
  timer.unref()
}

/** @param {NodeJS.Signals | null} signal */
export function signalCode(signal) {
  if (signal === 'SIGHUP') return 129
  if (signal === 'SIGINT') return 130
  if (signal === 'SIGKILL') return 137
  if (signal === 'SIGTERM') return 143
  return 1
}
