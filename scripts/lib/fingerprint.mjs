import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One hash over the content of files and folders: the same after a checkout that only changed dates.
 *
 * @param {string} root
 * @param {readonly string[]} paths relative to root; missing ones count as missing
 * @param {{ isIncluded?: (path: string) => boolean }} [options] asked for every file with its slash-separated path
 */
export function fingerprint(root, paths, { isIncluded = () => true } = {}) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((path) => filesUnder(root, path)).sort()) {
    if (!isIncluded(path)) continue
    const content = readFileSync(join(root, path))
    // Lengths keep "ab" + "c" apart from "a" + "bc".
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
export function filesUnder(root, path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full).flatMap((name) => filesUnder(root, `${path}/${name}`))
}
