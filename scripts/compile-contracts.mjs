// Compiles the Solidity below lib/sources/chain, which is committed in compiled form, and says what changed;
// `--check` only tells. The compiler comes from npm for this one run.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { inRoot } from './lib/root.mjs'

const SOLC = 'solc@0.8.30'
const WALKER = 'lib/sources/chain/pool-walker.sol'
const WALKER_CODE = 'lib/sources/chain/pool-walker-code.ts'
const TEST_CONTRACTS = 'lib/sources/chain/testdata/contracts'

const testSources = readdirSync(inRoot(TEST_CONTRACTS))
  .filter((name) => name.endsWith('.sol'))
  .map((name) => `${TEST_CONTRACTS}/${name}`)
const contracts = compile([WALKER, ...testSources])

const files = testSources.map((path) => {
  const { abi, evm } = contractIn(contracts, path)
  const artifact = { abi, bytecode: `0x${evm.bytecode.object}` }
  return { path: path.replace(/\.sol$/, '.json'), text: JSON.stringify(artifact, null, 2) }
})
files.push({ path: WALKER_CODE, text: walkerModule(contractIn(contracts, WALKER).evm.bytecode.object) })

const changed = files
  .map(({ path, text }) => ({ path, text: formatted(path, text) }))
  .filter(({ path, text }) => !existsSync(inRoot(path)) || readFileSync(inRoot(path), 'utf8') !== text)
for (const { path } of changed) console.log(`${path} changed`)
if (changed.length === 0) console.log(`${files.length} compiled files are what their sources say.`)
if (process.argv.includes('--check')) process.exitCode = changed.length === 0 ? 0 : 1
else for (const { path, text } of changed) writeFileSync(inRoot(path), text)

/**
 * @typedef {{ abi: unknown[], evm: { bytecode: { object: string } } }} Compiled
 * @typedef {Record<string, Record<string, Compiled>>} Contracts by source path, then by name
 */

/**
 * @param {readonly string[]} paths
 * @returns {Contracts}
 */
function compile(paths) {
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(paths.map((path) => [path, { content: readFileSync(inRoot(path), 'utf8') }])),
    settings: {
      optimizer: { enabled: true, runs: 200 },
      // Runs on every chain, also those without PUSH0.
      evmVersion: 'paris',
      // Without it the bytecode ends in a hash that changes with every comment.
      metadata: { appendCBOR: false, bytecodeHash: 'none' },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  }
  const text = run('npx', ['--yes', SOLC, '--standard-json'], JSON.stringify(input))
  const output = JSON.parse(text.slice(text.indexOf('{"')))
  for (const { formattedMessage } of output.errors ?? []) console.error(formattedMessage)
  if (!output.contracts) throw new Error('The compiler refused the sources.')
  return output.contracts
}

/**
 * @param {Contracts} contracts
 * @param {string} path
 */
function contractIn(contracts, path) {
  // Interfaces that stand beside a contract have no bytecode.
  const found = Object.values(contracts[path] ?? {}).find(({ evm }) => evm.bytecode.object !== '')
  if (!found) throw new Error(`${path} has no contract.`)
  return found
}

/** @param {string} bytecode */
function walkerModule(bytecode) {
  return `// Compiled from pool-walker.sol by scripts/compile-contracts.mjs.
export const POOL_WALKER_CODE = '0x${bytecode}'
`
}

/**
 * @param {string} path
 * @param {string} text
 */
function formatted(path, text) {
  return run('npx', ['biome', 'format', `--stdin-file-path=${path}`], text)
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} input
 */
function run(command, args, input) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: inRoot('.'), encoding: 'utf8', input })
  if (status !== 0) throw new Error(`${command} ${args[0]} ${args[1]} failed: ${stderr}`)
  return stdout
}
