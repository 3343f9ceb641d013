import { describe, expect, test } from 'vitest'
import { completeLock, platformOf, resolvedUrls } from './lockfile.mjs'

const lock = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/tool': {
      version: '2.0.0',
      dev: true,
      optionalDependencies: {
        '@tool/darwin-arm64': '2.0.0',
        '@tool/linux-x64-musl': '2.0.0',
        '@tool/linux-x64-gnu': '2.0.0',
        fsevents: '~2.3.3',
      },
    },
    'node_modules/@tool/linux-x64-gnu': {
      version: '2.0.0',
      integrity: 'sha512-x',
      cpu: ['x64'],
      dev: true,
      license: 'MIT',
      optional: true,
      os: ['linux'],
      engines: { node: '>=20' },
    },
    'node_modules/fsevents': { version: '2.3.3', integrity: 'sha512-y', optional: true },
    'node_modules/host/node_modules/tool': {
      version: '1.0.0',
      optionalDependencies: { '@tool/linux-x64-gnu': '1.0.0' },
    },
  },
}

describe('completing a lock', () => {
  test('adds what is missing, with its platform and what its family has in common', () => {
    expect(completeLock(lock).lock.packages['node_modules/@tool/linux-x64-musl']).toEqual({
      version: '2.0.0',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      license: 'MIT',
      optional: true,
      os: ['linux'],
      engines: { node: '>=20' },
    })
  })

  test('gives another version of a present package its own place', () => {
    const { packages } = completeLock(lock).lock
    expect(packages['node_modules/@tool/linux-x64-gnu']?.version).toBe('2.0.0')
    expect(packages['node_modules/host/node_modules/@tool/linux-x64-gnu']?.version).toBe('1.0.0')
  })

  test('leaves present packages alone, also those that a range asked for', () => {
    const { lock: completed, added } = completeLock(lock)
    expect(completed.packages).toMatchObject(lock.packages)
    expect(added).not.toContain('node_modules/fsevents')
  })

  test('a second time adds nothing', () => {
    const { lock: completed } = completeLock(lock)
    expect(completeLock(completed)).toEqual({ lock: completed, added: [] })
  })

  test('keeps the order of npm', () => {
    const paths = Object.keys(completeLock(lock).lock.packages)
    expect(paths).toEqual([...paths].sort((a, b) => a.localeCompare(b, 'en')))
  })
})

test.each([
  ['@next/swc-darwin-x64', { os: ['darwin'], cpu: ['x64'] }],
  ['@next/swc-win32-arm64-msvc', { os: ['win32'], cpu: ['arm64'] }],
  ['@oxc-parser/binding-linux-arm-musleabihf', { os: ['linux'], cpu: ['arm'], libc: ['musl'] }],
  ['@oxc-parser/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
  ['@img/sharp-linuxmusl-x64', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['@oxc-parser/binding-android-arm-eabi', { os: ['android'], cpu: ['arm'] }],
  ['@tailwindcss/oxide-wasm32-wasi', { cpu: ['wasm32'] }],
  ['fsevents', {}],
])('%s says its platform', (name, platform) => {
  expect(platformOf(name)).toEqual(platform)
})

test('a lock that names a registry is found out', () => {
  const packages = { 'node_modules/a': { resolved: 'https://registry.example/a.tgz' }, 'node_modules/b': {} }
  expect(resolvedUrls({ packages })).toEqual(['node_modules/a'])
})
