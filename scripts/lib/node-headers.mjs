import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Native modules without a prebuilt binary are compiled against Node's headers, which node-gyp downloads from
 * nodejs.org even when they lie beside the running Node. Telling it so makes an install work offline.
 *
 * @template {Readonly<Record<string, string | undefined>>} Env
 * @param {Env} env
 * @param {{ execPath?: string, nodeVersion?: string }} [options]
 * @returns {Env} env, with npm_config_nodedir when that helps and nobody chose another
 */
export function withNodeHeaders(env, { execPath = process.execPath, nodeVersion = process.version } = {}) {
  if (env.npm_config_nodedir) return env
  const prefix = join(dirname(execPath), '..')
  const headers = join(prefix, 'include', 'node')
  if (!existsSync(join(headers, 'node.h')) || headersVersion(headers) !== nodeVersion) return env
  return { ...env, npm_config_nodedir: prefix }
}

/**
 * Headers of another Node would compile a module that does not load.
 *
 * @param {string} headers
 */
function headersVersion(headers) {
  const file = join(headers, 'node_version.h')
  if (!existsSync(file)) return null
  const text = readFileSync(file, 'utf8')
  const parts = ['MAJOR', 'MINOR', 'PATCH'].map(
    (part) => new RegExp(`#define NODE_${part}_VERSION (\\d+)`).exec(text)?.[1],
  )
  return `v${parts.join('.')}`
}
