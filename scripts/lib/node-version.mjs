// Parsed by whatever Node the visitor has, so that an old one gets a sentence and not a SyntaxError:
// no `node:` imports, no top-level await, no `?.` or `??` in this file or in the entry files that import it.

// The same range as "engines" in package.json, which npm only warns about.
export const MINIMUM_NODE = '20.19.0'

/**
 * @param {string} version such as "20.19.0"
 * @returns {string | null} one sentence, or null when the version will do
 */
export function nodeVersionProblem(version) {
  if (asNumber(version) >= asNumber(MINIMUM_NODE)) return null
  return `Livepeer Offerings needs Node ${MINIMUM_NODE} or newer, and this is Node ${version}: install a newer one (https://nodejs.org) and run the command again.`
}

export function requireNode() {
  const problem = nodeVersionProblem(process.versions.node)
  if (problem === null) return
  console.error(problem)
  process.exit(1)
}

/**
 * @param {string} version
 * @returns {number} 20019000 for 20.19.0
 */
function asNumber(version) {
  return version
    .replace(/-.*/, '')
    .split('.')
    .reduce((total, part) => total * 1000 + Number.parseInt(part, 10), 0)
}
