import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { featureBits } from '@/lib/domain/feature-bits'
import type { Capabilities } from '@/lib/domain/orchestrator-answer'
import { parseNetworkCapabilities } from '@/lib/livepeer/parse-network-capabilities'
import { isCompatible, type Wish } from './compatible'

/** Answers of go-livepeer's own CompatibleWith (176aa415c); we differ in none. */
const Line = z.object({
  name: z.string(),
  in: z.object({
    op: z.literal('compatible'),
    gateway: z
      .object({
        caps: z.array(z.number()),
        min_version: z.string().default(''),
        models: z
          .record(
            z.string(),
            z.record(
              z.string(),
              z.object({ warm: z.boolean().default(false), runnerVersion: z.string().default('') }),
            ),
          )
          .default({}),
      })
      .transform(
        ({ caps, min_version, models }): Wish => ({
          features: featureBits(caps),
          minVersion: min_version,
          models: new Map(
            Object.entries(models).map(([capability, wished]) => [
              Number(capability),
              new Map(
                Object.entries(wished).map(([model, { warm, runnerVersion }]) => [
                  model,
                  { warm, minRunnerVersion: runnerVersion },
                ]),
              ),
            ]),
          ),
        }),
      ),
  }),
  out: z.object({ ok: z.boolean() }),
})

/** The text of the node's capabilities, whose words of 64 bits no number can hold, through the parser that strangers meet. */
function capabilitiesIn(line: string): Capabilities | null {
  const text = line.slice(line.indexOf('"orch": ') + '"orch": '.length, line.lastIndexOf('}, "out"'))
  const row = `{"local_address":"0x${'1'.repeat(40)}","orch_uri":"https://a.example:8935","capabilities":${text}}`
  const parsed = parseNetworkCapabilities(`{"orchestrators":[${row}]}`)
  if (!parsed.ok || !parsed.rows[0]) throw new Error(`cannot read ${text}`)
  return parsed.rows[0].answer.capabilities
}

const lines = readFileSync(new URL('testdata/compatible.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => ({ ...Line.parse(JSON.parse(line)), capabilities: capabilitiesIn(line) }))

test('all 164 golden lines are here, some of either answer', () => {
  expect(new Set(lines.map(({ name }) => name)).size).toBe(164)
  expect(new Set(lines.map(({ out }) => out.ok))).toEqual(new Set([true, false]))
  expect(lines.filter(({ capabilities }) => capabilities === null)).toHaveLength(1)
})

describe('go-livepeer and we', () => {
  test.each(lines)('$name', ({ in: { gateway }, capabilities, out: { ok } }) => {
    expect(isCompatible(gateway, capabilities)).toBe(ok)
  })
})
