import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sourceFingerprint } from './build.mjs'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fingerprint-'))
  write('app/page.tsx', 'a page')
  write('next.config.ts', 'a config')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('new dates alone do not make a build stale', () => {
  const before = sourceFingerprint(root)
  utimesSync(join(root, 'app/page.tsx'), new Date(0), new Date(0))
  expect(sourceFingerprint(root)).toBe(before)
})

test.each([
  'app/page.tsx',
  'lib/domain/price.ts',
  'drizzle/schema.ts',
  'public/logo.svg',
  'next.config.ts',
  'package-lock.json',
  'tsconfig.json',
  'instrumentation.ts',
])('a change of %s makes a build stale', (path) => {
  const before = sourceFingerprint(root)
  write(path, 'changed')
  expect(sourceFingerprint(root)).not.toBe(before)
})

test.each([
  'lib/domain/price.test.ts',
  'lib/livepeer/testdata/vector.json',
  'lib/devnet/main.ts',
  'e2e/browse.spec.ts',
  'README.md',
  'scripts/demo.mjs',
])('a change of %s does not', (path) => {
  const before = sourceFingerprint(root)
  write(path, 'changed')
  expect(sourceFingerprint(root)).toBe(before)
})

test('a renamed file makes a build stale', () => {
  const before = sourceFingerprint(root)
  rmSync(join(root, 'app/page.tsx'))
  write('app/other.tsx', 'a page')
  expect(sourceFingerprint(root)).not.toBe(before)
})

function write(path: string, content: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}
