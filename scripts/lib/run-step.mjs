import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { exitCodeOf, isStopping, startChild, stopChild } from './children.mjs'
import { startProgress } from './progress.mjs'
import { LOG_DIR, ROOT } from './root.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * @typedef {object} StepOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {number} [timeoutMs] the step is stopped and counts as failed after this long
 * @property {boolean} [echo] show the output as it comes; it goes to the log in any case
 */

/** @param {string} name */
export const logPath = (name) => join(LOG_DIR, `${name}.log`)

/**
 * Runs a command to its end with all output in .cache/logs/<name>.log.
 *
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @param {StepOptions} [options]
 * @returns {Promise<number>} the exit code
 */
export async function runLogged(name, command, args, options = {}) {
  const { env = process.env, cwd = ROOT, timeoutMs, echo = false } = options
  const log = openLog(name)
  const child = startChild(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.pipe(log, { end: false })
    if (echo) stream?.pipe(process.stdout, { end: false })
  }
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => void stopChild(child), timeoutMs)
  const closed = new Promise((resolve) => child.once('close', resolve))
  try {
    const code = await exitCodeOf(child).catch((error) => {
      // No such command: the shell's code for it, with the reason where the output would be.
      log.write(`${error}\n`)
      return 127
    })
    // A grandchild may hold the pipes open for longer than anyone wants to wait.
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 1000).unref())])
    return code
  } finally {
    clearTimeout(timer)
    for (const stream of [child.stdout, child.stderr]) stream?.unpipe()
    await new Promise((resolve) => log.end(resolve))
  }
}

/**
 * Runs a command under a progress line and throws when it fails.
 *
 * @param {{ name: string, label: string, explain: (log: string) => string }} step explain turns the log of a
 *   failed run into a sentence
 * @param {string} command
 * @param {readonly string[]} args
 * @param {StepOptions} [options]
 */
export async function runStep({ name, label, explain }, command, args, options) {
  const progress = startProgress(label)
  const code = await runLogged(name, command, args, options)
  if (code === 0) return progress.done()
  if (!isStopping()) progress.failed()
  throw new SetupError(`${explain(readLog(name))} Full output: ${relative(ROOT, logPath(name))}`, {
    detail: logTail(name),
  })
}

/** @param {string} name */
export function openLog(name) {
  mkdirSync(LOG_DIR, { recursive: true })
  return createWriteStream(logPath(name))
}

/** @param {string} name */
function readLog(name) {
  return readFileSync(logPath(name), 'utf8')
}

/**
 * @param {string} name
 * @param {number} [lines]
 */
export function logTail(name, lines = 30) {
  const tail = readLog(name).trimEnd().split('\n').slice(-lines)
  return tail.map((line) => `  ${line}`).join('\n')
}
