import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MINIMUM_NODE, nodeVersionProblem } from './node-version.mjs'
import { inRoot } from './root.mjs'

test.each(['20.19.0', '20.19.1', '20.20.2', '22.0.0', '26.10.0', '24.0.0-nightly20250101abc'])(
  '%s will do',
  (version) => {
    expect(nodeVersionProblem(version)).toBeNull()
  },
)

test.each(['20.18.3', '20.9.0', '18.20.8', '12.22.12', '0.12.18', '18.0.0-rc.1'])(
  '%s is refused by name',
  (version) => {
    expect(nodeVersionProblem(version)).toContain(
      `needs Node ${MINIMUM_NODE} or newer, and this is Node ${version}`,
    )
  },
)

test('package.json asks for the same version', () => {
  const { engines } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
  expect(`${engines.node.replace('>=', '')}.0`).toBe(MINIMUM_NODE)
})

test.each(['demo', 'start', 'test', 'build', 'devnet'])(
  'an old Node can parse %s.mjs up to the check',
  (name) => {
    const files = ['scripts/lib/node-version.mjs', `scripts/${name}.mjs`]
    const code = files.map((file) => readFileSync(inRoot(file), 'utf8').replace(/^\/\/.*$/gm, '')).join('\n')
    expect(code).not.toMatch(/\?\.|\?\?|node:|^\s*await |\d_\d/m)
    expect(code.match(/^import .*/gm)).toEqual(["import { requireNode } from './lib/node-version.mjs'"])
  },
)
