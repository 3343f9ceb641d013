import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { inRoot } from './root.mjs'

// Next's own order in production, strongest first.
const FILES = ['.env.production.local', '.env.local', '.env.production', '.env']

/**
 * What the application will see: the environment over the .env files. Read here as well because some answers
 * are needed before Next is installed, and because Next ignores a PORT that stands in a file.
 *
 * @returns {Readonly<Record<string, string | undefined>>}
 */
export function readSettings() {
  /** @type {Record<string, string | undefined>} */
  const settings = {}
  for (const file of FILES.map((name) => inRoot(name)).reverse()) {
    if (existsSync(file)) Object.assign(settings, parseEnv(readFileSync(file, 'utf8')))
  }
  return Object.assign(settings, process.env)
}
