import { readFileSync } from 'node:fs'

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {string} [integrity]
 * @property {string[]} [cpu]
 * @property {boolean} [dev]
 * @property {string[]} [libc]
 * @property {string} [license]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {Record<string, string>} [engines]
 * @property {Record<string, string>} [optionalDependencies]
 */

/**
 * @typedef {object} Lock
 * @property {Record<string, LockEntry>} packages
 */

/**
 * @param {string} path
 * @returns {Lock}
 */
export function readLock(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/**
 * Adds the optional packages that npm left out. It drops binaries of other platforms whose exact version the
 * registry at hand does not have yet; `npm ci` then refuses the lock, and other platforms miss their binaries.
 * An entry without integrity and URL is enough: npm fetches it by name and version, only where it fits.
 *
 * @param {Lock} lock
 * @returns {{ lock: Lock, added: string[] }}
 */
export function completeLock(lock) {
  const packages = { ...lock.packages }
  /** @type {string[]} */
  const added = []
  for (const [parentPath, parent] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
      if (isPresent(packages, parentPath, name, range)) continue
      const path = placeFor(packages, parentPath, name)
      packages[path] = missingEntry(name, range, parent, siblingOf(packages, parentPath, parent))
      added.push(path)
    }
  }
  if (added.length === 0) return { lock, added }
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, added }
}

/** @param {Lock} lock */
export function resolvedUrls(lock) {
  return Object.entries(lock.packages).flatMap(([path, entry]) => (entry.resolved ? [path] : []))
}

/**
 * @param {Record<string, LockEntry>} packages
 * @param {string} parentPath
 * @param {string} name
 * @param {string} range
 */
function isPresent(packages, parentPath, name, range) {
  const found = resolveFrom(packages, parentPath, name)
  if (found === null) return false
  // Ranges among optional dependencies are rare, and npm resolved the ones that it kept.
  return !/^\d/.test(range) || packages[found]?.version === range
}

/**
 * Where Node would look, nearest first.
 *
 * @param {Record<string, LockEntry>} packages
 * @param {string} parentPath
 * @param {string} name
 */
function resolveFrom(packages, parentPath, name) {
  for (
    let folder = parentPath;
    ;
    folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '')
  ) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (path in packages) return path
    if (folder === '') return null
  }
}

/**
 * Beside its parent, or below it when another version has that place.
 *
 * @param {Record<string, LockEntry>} packages
 * @param {string} parentPath
 * @param {string} name
 */
function placeFor(packages, parentPath, name) {
  const beside = `${parentPath.slice(0, parentPath.lastIndexOf('node_modules/'))}node_modules/${name}`
  return beside in packages ? `${parentPath}/node_modules/${name}` : beside
}

/**
 * A package that npm kept, for what the family has in common.
 *
 * @param {Record<string, LockEntry>} packages
 * @param {string} parentPath
 * @param {LockEntry} parent
 */
function siblingOf(packages, parentPath, parent) {
  const paths = Object.keys(parent.optionalDependencies ?? {}).map((name) =>
    resolveFrom(packages, parentPath, name),
  )
  return paths.map((path) => (path ? packages[path] : undefined)).find((entry) => entry?.integrity)
}

/**
 * @param {string} name
 * @param {string} range
 * @param {LockEntry} parent
 * @param {LockEntry | undefined} sibling
 * @returns {LockEntry}
 */
function missingEntry(name, range, parent, sibling) {
  const { os, cpu, libc } = platformOf(name)
  const license = sibling?.license
  const engines = sibling?.engines
  // The order of npm's own entries.
  return {
    version: range.replace(/^[^\d]*/, ''),
    ...(cpu && { cpu }),
    ...(parent.dev && { dev: true }),
    ...(libc && { libc }),
    ...(license && { license }),
    optional: true,
    ...(os && { os }),
    ...(engines && { engines }),
  }
}

const OS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/**
 * Reads the platform from a name such as `@oxc-parser/binding-linux-arm-gnueabihf`, the custom of these packages.
 *
 * @param {string} name
 * @returns {Pick<LockEntry, 'os' | 'cpu' | 'libc'>}
 */
export function platformOf(name) {
  const words = name.split(/[^a-z0-9]+/)
  // sharp writes `linuxmusl` in one word.
  const os = OS.find((word) => words.includes(word) || words.includes(`${word}musl`))
  const cpu = CPU.find((word) => words.includes(word))
  const libc = words.flatMap((word) => /musl|gnu/.exec(word)?.[0] ?? [])[0]
  return {
    ...(os && { os: [os] }),
    ...(cpu && { cpu: [cpu] }),
    ...(os === 'linux' && libc && { libc: [libc === 'musl' ? 'musl' : 'glibc'] }),
  }
}
