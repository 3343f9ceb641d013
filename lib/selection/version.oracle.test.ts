import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isVersionAtLeast } from './version-at-least'

/** Answers of go-livepeer's own comparison of versions (176aa415c); we differ in none. */
const Line = z.object({
  name: z.string(),
  in: z.object({ op: z.literal('version'), min: z.string(), version: z.string() }),
  out: z.object({ ok: z.boolean() }),
})

const lines = readFileSync(new URL('testdata/version.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => Line.parse(JSON.parse(line)))

test('all 96 golden lines are here', () => {
  expect(new Set(lines.map(({ name }) => name)).size).toBe(96)
})

describe('go-livepeer and we', () => {
  test.each(lines)('$name', ({ in: { min, version }, out: { ok } }) => {
    expect(isVersionAtLeast(version, min)).toBe(ok)
  })
})
