import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { exitCodeOf, startChild } from './children.mjs'
import { readLock } from './lockfile.mjs'
import { withNodeHeaders } from './node-headers.mjs'
import { npmCommand } from './npm.mjs'
import { inRoot } from './root.mjs'
import { runStep } from './run-step.mjs'

// Inside node_modules, so that it goes when they go.
const STAMP = inRoot('node_modules', '.install-stamp')
const LOCK = inRoot('package-lock.json')
const INSTALLED_LOCK = inRoot('node_modules', '.package-lock.json')

/** Installs the packages of package-lock.json unless they are there for this Node. */
export async function installMissing() {
  const wanted = installKey()
  if (readStamp() === wanted) return
  // Whoever ran `npm install` by hand has the right packages and no stamp.
  if (isInstalledByHand() && (await nativeModuleLoads())) return writeFileSync(STAMP, wanted)

  // A NODE_ENV of production would leave out what the build needs.
  const [command, args] = npmCommand(['ci', '--include=dev', '--no-audit', '--no-fund'])
  const label = 'Installing packages (one to three minutes)'
  await runStep({ name: 'install', label, explain: explainInstall }, command, args, {
    env: withNodeHeaders(process.env),
  })
  writeFileSync(STAMP, wanted)
}

/** Native modules are compiled for one Node ABI on one platform. */
function installKey() {
  const lock = createHash('sha256').update(readFileSync(LOCK)).digest('hex')
  return `${lock} ${process.platform}-${process.arch} abi-${process.versions.modules}\n`
}

function readStamp() {
  return existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : null
}

function isInstalledByHand() {
  if (!existsSync(INSTALLED_LOCK)) return false
  const installed = readLock(INSTALLED_LOCK).packages
  return Object.entries(readLock(LOCK).packages)
    .filter(([path, entry]) => path !== '' && !entry.optional)
    .every(([path, entry]) => installed[path]?.version === entry.version)
}

async function nativeModuleLoads() {
  const code = "new (require('better-sqlite3'))(':memory:').close()"
  return (
    (await exitCodeOf(startChild(process.execPath, ['-e', code], { cwd: inRoot(), stdio: 'ignore' }))) === 0
  )
}

/** @param {string} log */
function explainInstall(log) {
  if (/spawn npm ENOENT/.test(log)) return 'npm was not found: it comes with Node (https://nodejs.org).'
  if (/code EUSAGE/.test(log)) {
    return 'package.json and package-lock.json do not agree: run `npm install` once and try again.'
  }
  if (/gyp ERR!/.test(log)) {
    return 'A native package (better-sqlite3) had to be compiled and could not: install python3, make and a C++ compiler, then try again.'
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/.test(log)) {
    return 'npm could not reach its registry: check the network (or `npm config get registry`), then try again.'
  }
  if (/ENOSPC/.test(log)) return 'The disk is full: about 1.5 GB are needed for packages and build.'
  if (/EACCES|EPERM/.test(log)) return 'npm may not write here: check who owns this folder and node_modules.'
  return 'Installing packages (`npm ci`) failed.'
}
