import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parsePricing } from './parse-pricing'

const README = readFileSync('README.md', 'utf8')
const [, inReadme = ''] = /```jsonc\n(.*?)```/s.exec(README) ?? []

test.each([
  ['docs/pricing.example.jsonc', readFileSync('docs/pricing.example.jsonc', 'utf8')],
  ['the one in the README', inReadme],
])('the example that people copy is right: %s', (_, text) =>
  expect(parsePricing(text)).toMatchObject({ ok: true }),
)
