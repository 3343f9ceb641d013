import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchProblem } from './launch-chromium.mjs'
import { npmCommand } from './npm.mjs'
import { inRoot } from './root.mjs'
import { logTail, runLogged } from './run-step.mjs'

// Not in package.json: 66 MB for one platform that most people never need. Later versions need Node 22.
const PACKAGE = '@sparticuz/chromium'
const VERSION = '147.0.0'
const HOME = inRoot('.cache', 'chromium')
const INSTALL_LIMIT_MS = 180_000
const UNPACK_LIMIT_MS = 60_000

// The package unpacks into the temp folder and takes whatever `chromium` lies there, so it gets one of its
// own. It unpacks its system libraries only where it believes to be on Amazon Linux.
const UNPACK = `
  const { default: chromium } = await import('${PACKAGE}')
  await chromium.executablePath()
`

/**
 * A Chromium that comes with npm: where nothing but a registry can be reached, and nobody is root.
 *
 * @param {(line: string) => void} log
 * @returns {Promise<import('./find-chromium.mjs').Chromium | null>}
 */
export async function chromiumFromNpm(log) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  if (!isInstalled() && !(await install(log))) return null
  const unpacked = join(HOME, `unpacked-${VERSION}`)
  if (!existsSync(join(unpacked, '.complete')) && !(await unpack(unpacked, log))) return null

  const executablePath = join(unpacked, 'chromium')
  const source = `${PACKAGE} ${VERSION} from npm`
  const bare = { executablePath, source, env: {} }
  const problem = await launchProblem(bare)
  if (problem === null) return bare
  // A machine without nss and its kin: take the libraries that the package brings.
  const libraries = [join(unpacked, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  const withLibraries = { ...bare, env: { LD_LIBRARY_PATH: libraries } }
  const secondProblem = await launchProblem(withLibraries)
  if (secondProblem === null) return withLibraries
  log(`${source} does not start: ${problem}`)
  return null
}

function isInstalled() {
  const file = join(HOME, 'node_modules', PACKAGE, 'package.json')
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === VERSION
}

/** @param {(line: string) => void} log */
async function install(log) {
  log(`Fetching ${PACKAGE} ${VERSION} from npm (66 MB) …`)
  mkdirSync(HOME, { recursive: true })
  // Its own package.json keeps npm from taking the project's folder for the place to install.
  writeFileSync(join(HOME, 'package.json'), '{ "private": true }\n')
  const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
  const [command, args] = npmCommand(['install', ...flags, `${PACKAGE}@${VERSION}`])
  const options = { cwd: HOME, env: withoutProject(process.env), timeoutMs: INSTALL_LIMIT_MS }
  if ((await runLogged('chromium-install', command, args, options)) === 0) return true
  log(logTail('chromium-install', 5))
  return false
}

/**
 * Under `npm run` the environment says which project npm is in.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function withoutProject(env) {
  const { npm_config_local_prefix: _prefix, ...rest } = env
  return rest
}

/**
 * @param {string} folder
 * @param {(line: string) => void} log
 */
async function unpack(folder, log) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }
  const options = { cwd: HOME, env, timeoutMs: UNPACK_LIMIT_MS }
  const args = ['--input-type=module', '-e', UNPACK]
  if ((await runLogged('chromium-unpack', process.execPath, args, options)) !== 0) {
    log(logTail('chromium-unpack', 5))
    return false
  }
  writeFileSync(join(folder, '.complete'), '')
  return true
}
