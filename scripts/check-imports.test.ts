import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'

// Each check is a process that reads TypeScript's compiler.
vi.setConfig({ testTimeout: 60_000 })

const root = resolve(import.meta.dirname, '..')
const trees: string[] = []
afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true })
})

const wellBehaved: Record<string, string> = {
  'lib/store/store.ts': "import { price } from '@/lib/domain/price'\nexport const store = price\n",
  'lib/livepeer/decode.ts': "import { price } from '@/lib/domain/price'\nexport const decode = price\n",
  'lib/snapshot/fold.ts':
    "import type { price } from '@/lib/domain/price'\nexport type Fold = typeof price\n",
  'lib/runtime.ts': "import { store } from '@/lib/store/store'\nexport const runtime = store\n",
  'app/page.tsx': "import { runtime } from '@/lib/runtime'\nexport const page = runtime\n",
  'lib/devnet/devnet.ts': "import { decode } from '@/lib/livepeer/decode'\nexport const devnet = decode\n",
  'lib/store/store.test.ts': "import { devnet } from '@/lib/devnet/devnet'\nexport const used = devnet\n",
  'lib/domain/price.ts': 'export const price = 1n\n',
  ...Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`lib/domain/noun-${i}.ts`, `export const noun${i} = ${i}\n`]),
  ),
}

test('a tree that keeps the rules passes, and says how many files were read', () => {
  const { status, output } = checkImports(wellBehaved)
  expect(output).toContain(`${Object.keys(wellBehaved).length} TypeScript files keep the import rules.`)
  expect(status).toBe(0)
})

const violations: readonly { rule: string; file: string; content: string }[] = [
  violation('domain-imports-only', 'lib/domain/bad.ts', '@/lib/store/store'),
  violation('domain-without-node', 'lib/domain/bad-node.ts', 'node:fs'),
  violation('domain-packages', 'lib/domain/bad-package.ts', 'zod'),
  violation('store-imports-only', 'lib/store/bad.ts', '@/lib/livepeer/decode'),
  violation('probe-imports-only', 'lib/probe/bad.ts', '@/lib/sources/list'),
  violation('catalog-takes-snapshot-types', 'lib/catalog/bad.ts', '@/lib/snapshot/fold'),
  violation('devnet-stays-outside', 'app/bad-devnet.tsx', '@/lib/devnet/devnet'),
  violation('runtime-only-at-the-edge', 'lib/discovery/bad.ts', '@/lib/runtime'),
  violation('components-imports-only', 'app/models/_components/bad.tsx', '@/lib/runtime'),
  violation('components-without-node', 'app/_components/bad-node.tsx', 'node:fs'),
  violation('browser-api-imports-only', 'lib/api/queries/offerings.ts', '@/lib/store/store'),
  violation('no-barrels', 'lib/catalog/uses-barrel.ts', '@/lib/catalog/index'),
  violation('no-cycles', 'lib/store/cycle-a.ts', './cycle-b'),
  violation('resolvable', 'lib/store/bad-path.ts', '@/lib/store/nowhere'),
  violation('product-without-dev-packages', 'lib/store/bad-dev.ts', 'selfsigned'),
  violation("write '@/lib/domain/price'", 'lib/snapshot/bad-path.ts', '../domain/price'),
]

const bad = checkImports({
  ...wellBehaved,
  ...Object.fromEntries(violations.map(({ file, content }) => [file, content])),
  'lib/sources/list.ts': 'export const list = 1\n',
  'lib/catalog/index.ts': 'export const index = 1\n',
  'lib/store/cycle-b.ts': "export * from './cycle-a'\n",
})

test.each(violations)('$file is caught by $rule', ({ rule, file }) => {
  expect(bad.status).toBe(1)
  const findings = bad.output.split(/\n(?! {4})/)
  expect(findings.filter((finding) => finding.startsWith(file) && finding.includes(rule))).toHaveLength(1)
})

test('a tool that skips files silently fails the check', () => {
  const { status, output } = checkImports(wellBehaved, (config) =>
    config.replace('options: {', "options: { exclude: 'noun-1',"),
  )
  expect(output).toContain('11 of 38 TypeScript files were not read')
  expect(status).toBe(1)
})

test('a tree with hardly any files fails the check', () => {
  const { status, output } = checkImports({ 'lib/domain/price.ts': 'export const price = 1n\n' })
  expect(output).toContain('Only 1 TypeScript files were found')
  expect(status).toBe(1)
})

function violation(rule: string, file: string, specifier: string) {
  return { rule, file, content: `export * from '${specifier}'\n` }
}

function checkImports(files: Record<string, string>, changeConfig = (config: string) => config) {
  const tree = mkdtempSync(join(tmpdir(), 'check-imports-'))
  trees.push(tree)
  for (const name of ['tsconfig.json', 'package.json']) cpSync(join(root, name), join(tree, name))
  const config = readFileSync(join(root, '.dependency-cruiser.cjs'), 'utf8')
  writeFileSync(join(tree, '.dependency-cruiser.cjs'), changeConfig(config))
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction')
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), content)
  }
  const script = join(root, 'scripts', 'check-imports.mjs')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [script, '--root', tree, '--minimum', '30'],
    {
      encoding: 'utf8',
    },
  )
  return { status, output: `${stdout}${stderr}` }
}
