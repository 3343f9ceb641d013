/**
 * Whether a node's version is at least the one wanted, as go-livepeer's versionOK has it (core/capabilities.go): a minimum
 * that is empty or no version asks for nothing, a node's version that is none does not suffice, and what stands behind a
 * hyphen is left out on both sides, since go-livepeer marks builds after a release by it.
 */
export function isVersionAtLeast(version: string, minimum: string): boolean {
  if (minimum === '') return true
  if (version === '' || version === 'undefined') return false
  const wanted = parseVersion(minimum)
  if (!wanted) return true
  const given = parseVersion(version)
  if (!given) return false
  const place = given.findIndex((number, i) => number !== wanted[i])
  return place === -1 || (given[place] ?? 0n) > (wanted[place] ?? 0n)
}

/** Lenient semver, as Masterminds/semver 3.2 reads it: a `v` before it, missing numbers and leading zeros are allowed. */
const VERSION =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/

/** Thousands of nodes state a handful of versions, and every choice compares them all. */
const known = new Map<string, readonly bigint[] | null>()
const MAX_KNOWN = 1_000
/** Longer ones are a stranger's, and not worth keeping. */
const MAX_LENGTH = 100

function parseVersion(text: string): readonly bigint[] | null {
  const ready = known.get(text)
  if (ready !== undefined) return ready
  const version = readVersion(text)
  if (text.length > MAX_LENGTH) return version
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(text, version)
  return version
}

/** Major, minor and patch; null for what is no version. */
function readVersion(text: string): readonly bigint[] | null {
  const match = VERSION.exec(text)
  if (!match) return null
  const [, major = '', minor = '0', patch = '0', suffix = ''] = match
  // Here, and only here, that parser refuses leading zeros.
  if (suffix.split('.').some((part) => /^0\d+$/.test(part))) return null
  const numbers = [major, minor, patch].map(parseUint64)
  return numbers.every((number) => number !== null) ? numbers : null
}

const UINT64_MAX = 2n ** 64n - 1n
const UINT64_DIGITS = 20

/** Counts digits first: a stranger's text may have a million of them. */
function parseUint64(digits: string): bigint | null {
  const significant = digits.replace(/^0+(?=\d)/, '')
  if (significant.length > UINT64_DIGITS) return null
  const number = BigInt(significant)
  return number <= UINT64_MAX ? number : null
}
