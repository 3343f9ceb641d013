// npm run check:imports [-- --root <folder> --minimum <files>]: the rules of .dependency-cruiser.cjs and of lib/import-paths.mjs.
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { cruise } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { strayingPaths } from './lib/import-paths.mjs'
import { ROOT } from './lib/root.mjs'
import { sourceFiles } from './lib/source-files.mjs'

// dependency-cruiser skips what its TypeScript does not understand and calls that success.
const MINIMUM_FILES = '200'
const MINIMUM_SHARE = 0.95

const { values } = parseArgs({
  options: {
    root: { type: 'string', default: ROOT },
    minimum: { type: 'string', default: MINIMUM_FILES },
  },
})
process.chdir(values.root)

const folders = ['app', 'lib', 'drizzle', 'e2e', 'scripts', 'instrumentation.ts'].filter((path) =>
  existsSync(path),
)
const options = await extractDepcruiseOptions('./.dependency-cruiser.cjs')
const { modules, summary } = await cruiseFolders()
const cruised = new Set(modules.map((module) => module.source))
const known = sourceFiles(values.root, folders).filter((path) => /\.tsx?$/.test(path))
const missed = known.filter((path) => !cruised.has(path))

const problems = [...summary.violations.map(sentence), ...strayingPaths(modules), ...coverageProblems()]
for (const problem of problems) console.error(problem)
if (problems.length === 0)
  console.log(`${known.length - missed.length} TypeScript files keep the import rules.`)
process.exitCode = problems.length === 0 ? 0 : 1

async function cruiseFolders() {
  const transpileOptions = { tsConfig: extractTsConfig('tsconfig.json') }
  const { output } = await cruise(folders, options, undefined, transpileOptions)
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text')
  return output
}

/** @param {import('dependency-cruiser').IViolation} violation */
function sentence({ from, to, rule, cycle }) {
  const path = cycle ? [from, ...cycle.map((step) => step.name)].join(' → ') : `${from} → ${to}`
  const comment = options.ruleSet?.forbidden?.find(({ name }) => name === rule.name)?.comment
  return `${path}\n    ${rule.name}: ${comment}`
}

/** Every TypeScript file that git knows should have been read, else silence above means nothing. */
function coverageProblems() {
  const problems = []
  if (known.length < Number(values.minimum)) {
    problems.push(
      `Only ${known.length} TypeScript files were found, and there should be at least ${values.minimum}.`,
    )
  }
  if (missed.length > known.length * (1 - MINIMUM_SHARE)) {
    const some = missed.slice(0, 5).join(', ')
    problems.push(`${missed.length} of ${known.length} TypeScript files were not read, e.g. ${some}.`)
  }
  return problems
}
