import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fingerprint } from './fingerprint.mjs'
import { inRoot, ROOT } from './root.mjs'
import { runStep } from './run-step.mjs'

const STAMP = inRoot('.next', '.build-stamp')
const FOLDERS = ['app', 'lib', 'drizzle', 'public']
const FILES = ['instrumentation.ts', 'package-lock.json', 'tsconfig.json']

export const NEXT = inRoot('node_modules', 'next', 'dist', 'bin', 'next')

/**
 * Builds the application unless .next holds a build of these very sources.
 *
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} whether a build ran
 */
export async function buildIfStale({ force = false } = {}) {
  const wanted = sourceFingerprint(ROOT)
  if (!force && readStamp() === wanted && existsSync(inRoot('.next', 'BUILD_ID'))) return false

  rmSync(STAMP, { force: true })
  // A dev server killed while writing leaves empty type files behind, and the build's type check reads them.
  rmSync(inRoot('.next', 'dev', 'types'), { recursive: true, force: true })
  const label = 'Building the application (about 20 seconds)'
  const explain = () => 'The build (`next build`) failed.'
  await runStep({ name: 'build', label, explain }, process.execPath, [NEXT, 'build'], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  // Of the sources as they were before: an edit made during the build makes it stale.
  writeFileSync(STAMP, wanted)
  return true
}

function readStamp() {
  return existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : null
}

/** @param {string} root */
export function sourceFingerprint(root) {
  const configs = readdirSync(root).filter((name) => /\.config\.\w+$/.test(name))
  return fingerprint(root, [...FOLDERS, ...FILES, ...configs], { isIncluded: isBuildInput })
}

/**
 * Tests are not built, and nothing that is built may import the devnet.
 *
 * @param {string} path
 */
function isBuildInput(path) {
  return !/\.test\.tsx?$|^lib\/devnet\/|^lib\/.*\/testdata\//.test(path)
}
