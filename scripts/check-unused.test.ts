import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sourceFiles } from './lib/source-files.mjs'

const root = resolve(import.meta.dirname, '..')
const tree = mkdtempSync(join(tmpdir(), 'check-unused-'))
afterAll(() => rmSync(tree, { recursive: true, force: true }))

test('knip sees an unused file, export and dependency, and a package that is not listed', {
  timeout: 60_000,
}, () => {
  const configs = readdirSync(root).filter((name) => /\.(ts|mts|mjs|cjs|json)$/.test(name))
  const files = sourceFiles(root, ['app', 'lib', 'drizzle', 'e2e', 'scripts', ...configs])
  for (const file of files) cpSync(join(root, file), join(tree, file))
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction')

  writeFileSync(join(tree, 'lib', 'domain', 'planted-file.ts'), 'export const plantedFile = 1\n')
  appendFileSync(
    join(tree, 'lib', 'domain', 'price.ts'),
    "\nimport 'planted-unlisted'\nexport const plantedExport = 1\n",
  )
  const manifest = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8'))
  manifest.dependencies['planted-dependency'] = '1.0.0'
  writeFileSync(join(tree, 'package.json'), JSON.stringify(manifest))

  const knip = join(root, 'node_modules', 'knip', 'bin', 'knip.js')
  const { status, stdout } = spawnSync(process.execPath, [knip], { cwd: tree, encoding: 'utf8' })
  expect(stdout).toMatch(/planted-file\.ts/)
  expect(stdout).toMatch(/plantedExport\s.*price\.ts/)
  expect(stdout).toMatch(/planted-unlisted\s.*price\.ts/)
  expect(stdout).toMatch(/planted-dependency\s.*package\.json/)
  expect(status).toBe(1)
})
