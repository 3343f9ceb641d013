// Finds a Chromium that really starts, and obtains one where there is none. Alone it prints the path:
//   node scripts/lib/find-chromium.mjs [--ways own,system,npm,apt,download]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromiumFromNpm } from './chromium-from-npm.mjs'
import { installMissing } from './install.mjs'
import { launchProblem } from './launch-chromium.mjs'
import { main } from './main.mjs'
import { inRoot } from './root.mjs'
import { logTail, runLogged } from './run-step.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * @typedef {object} Chromium
 * @property {string} executablePath
 * @property {string} source who brought it, for people
 * @property {Record<string, string>} env what it needs beyond our environment
 */

/** @typedef {(line: string) => void} Log */

/** @typedef {'own' | 'system' | 'npm' | 'apt' | 'download'} Way */

/** Cheapest first. The download is last: where the network swallows packets it hangs until its limit. */
const WAYS = /** @type {const} */ (['own', 'system', 'npm', 'apt', 'download'])

/** @type {Record<Way, (log: Log) => Promise<Chromium | null>>} */
const FIND = {
  own: playwrightsOwn,
  system: systemBrowser,
  npm: chromiumFromNpm,
  apt: chromiumFromApt,
  download: playwrightsDownload,
}

const REMEMBERED = inRoot('.cache', 'chromium.json')
const APT_LIMIT_MS = 300_000
const DOWNLOAD_LIMIT_MS = 180_000

/**
 * @param {{ log: Log, ways?: readonly Way[] }} options
 * @returns {Promise<Chromium>} throws when there is none: a browser test that is skipped silently proves nothing
 */
export async function findChromium({ log, ways = WAYS }) {
  const chosen = process.env.CHROMIUM_PATH
  if (chosen) return requireChosen(chosen)

  const remembered = ways === WAYS ? readRemembered() : null
  if (remembered && (await launchProblem(remembered)) === null) return remembered

  for (const way of ways) {
    const found = await FIND[way](log)
    if (!found) continue
    mkdirSync(inRoot('.cache'), { recursive: true })
    writeFileSync(REMEMBERED, `${JSON.stringify(found, null, 2)}\n`)
    return found
  }
  throw new SetupError(
    'No Chromium starts here and none could be obtained: install Chromium or Chrome (e.g. `apt-get install chromium`, ' +
      '`brew install --cask chromium`, `npx playwright install --with-deps chromium`) or name one with CHROMIUM_PATH.',
  )
}

/**
 * @param {string} executablePath
 * @returns {Promise<Chromium>}
 */
async function requireChosen(executablePath) {
  const chromium = { executablePath, source: 'CHROMIUM_PATH', env: {} }
  const problem = await launchProblem(chromium)
  if (problem === null) return chromium
  throw new SetupError(`CHROMIUM_PATH is "${executablePath}", which does not start: ${problem}`)
}

/** @returns {Chromium | null} */
function readRemembered() {
  if (!existsSync(REMEMBERED)) return null
  try {
    return JSON.parse(readFileSync(REMEMBERED, 'utf8'))
  } catch {
    // Cut short by a kill; it is only a shortcut.
    return null
  }
}

/** @returns {Promise<Chromium | null>} */
async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test')
  return firstThatStarts([chromium.executablePath()], "Playwright's own")
}

/** @returns {Promise<Chromium | null>} */
function systemBrowser() {
  return firstThatStarts(systemPaths(process.platform, process.env), 'installed on this system')
}

/**
 * @param {NodeJS.Platform} platform
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function systemPaths(platform, env) {
  if (platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser']
    const folders = ['/Applications', join(env.HOME ?? '/', 'Applications')]
    return folders.flatMap((folder) => apps.map((app) => `${folder}/${app}.app/Contents/MacOS/${app}`))
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap(
      (path) => path ?? [],
    )
    const apps = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ]
    return folders.flatMap((folder) => apps.map((app) => `${folder}\\${app}`))
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']
  const folders = new Set([...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'])
  return names.flatMap((name) => [...folders].filter(Boolean).map((folder) => join(folder, name)))
}

/**
 * @param {Log} log
 * @returns {Promise<Chromium | null>}
 */
async function chromiumFromApt(log) {
  const isDebianLike = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
  if (!isDebianLike || process.getuid?.() !== 0) return null
  log('Installing Chromium with apt-get …')
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: APT_LIMIT_MS }
  // Its failure is not the end: old package lists may still be good enough.
  await runLogged('apt-update', 'apt-get', ['update'], options)
  const code = await runLogged(
    'apt-install',
    'apt-get',
    ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'],
    options,
  )
  if (code !== 0) log(logTail('apt-install', 5))
  return systemBrowser()
}

/**
 * @param {Log} log
 * @returns {Promise<Chromium | null>}
 */
async function playwrightsDownload(log) {
  log("Downloading Playwright's Chromium …")
  const cli = inRoot('node_modules', '@playwright', 'test', 'cli.js')
  const options = { timeoutMs: DOWNLOAD_LIMIT_MS }
  const code = await runLogged('playwright-install', process.execPath, [cli, 'install', 'chromium'], options)
  if (code !== 0) log(logTail('playwright-install', 5))
  return playwrightsOwn()
}

/**
 * @param {readonly string[]} paths
 * @param {string} source
 * @returns {Promise<Chromium | null>}
 */
async function firstThatStarts(paths, source) {
  for (const executablePath of paths.filter((path) => existsSync(path))) {
    const chromium = { executablePath, source, env: {} }
    if ((await launchProblem(chromium)) === null) return chromium
  }
  return null
}

/** @param {readonly string[]} args */
function waysFrom(args) {
  const [flag, value] = args
  if (flag === undefined) return WAYS
  const ways = WAYS.filter((way) => value?.split(',').includes(way))
  if (flag === '--ways' && ways.length > 0) return ways
  throw new SetupError(`Use --ways with some of: ${WAYS.join(', ')}.`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await installMissing()
    const found = await findChromium({ log: console.error, ways: waysFrom(process.argv.slice(2)) })
    for (const [name, value] of Object.entries(found.env)) console.error(`with ${name}=${value}`)
    console.log(found.executablePath)
    return 0
  })
}
