import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withNodeHeaders } from './node-headers.mjs'

let prefix = ''
beforeEach(() => {
  prefix = mkdtempSync(join(tmpdir(), 'node-headers-'))
  mkdirSync(join(prefix, 'include', 'node'), { recursive: true })
  writeFileSync(join(prefix, 'include', 'node', 'node.h'), '')
  const version =
    '#define NODE_MAJOR_VERSION 20\n#define NODE_MINOR_VERSION 19\n#define NODE_PATCH_VERSION 4\n'
  writeFileSync(join(prefix, 'include', 'node', 'node_version.h'), version)
})
afterEach(() => rmSync(prefix, { recursive: true, force: true }))

const node = (nodeVersion: string) => ({ execPath: join(prefix, 'bin', 'node'), nodeVersion })

test('headers beside the running Node are used', () => {
  expect(withNodeHeaders({}, node('v20.19.4'))).toEqual({ npm_config_nodedir: prefix })
})

test('headers of another Node are not', () => {
  expect(withNodeHeaders({}, node('v22.0.0'))).toEqual({})
})

test('what the user chose stays', () => {
  expect(withNodeHeaders({ npm_config_nodedir: '/chosen' }, node('v20.19.4'))).toEqual({
    npm_config_nodedir: '/chosen',
  })
})

test('without headers there is nothing to point to', () => {
  rmSync(join(prefix, 'include'), { recursive: true })
  expect(withNodeHeaders({}, node('v20.19.4'))).toEqual({})
})
