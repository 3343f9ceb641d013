import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { offering } from '@/lib/catalog/testdata/offering'
import { featureBits } from '@/lib/domain/feature-bits'
import type { Capabilities } from '@/lib/domain/orchestrator-answer'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { model } from '@/lib/domain/testdata/answer'
import { parseNetworkCapabilities } from '@/lib/livepeer/parse-network-capabilities'
import { type Candidate, candidateOf } from './candidate'
import { isCompatible, type ModelWish, type Wish } from './compatible'
import type { JobRequest } from './job-request'
import { askedRules } from './rules'
import { conditions, job } from './testdata/selection-world'

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

/** Of the rules of selection, those that go-livepeer has as well. */
const SHARED = new Set(['feature', 'mandatory-feature', 'node-version', 'runner-version', 'warm'])

/** A job for one model that is offered, said in go-livepeer's words and in ours. */
function randomJob(random: SeededRandom): {
  wish: Wish
  capabilities: Capabilities
  asked: JobRequest
  candidate: Candidate
} {
  const some = (chance: number) =>
    Array.from({ length: 200 }, (_, id) => id).filter(() => random.next() < chance)
  const VERSIONS = ['', '0.7.9', '0.8.0', '0.8.0-rc.1', 'v0.9', 'undefined', 'x'] as const
  const features = random.next() < 0.5 ? some(0.02) : []
  const minVersion = random.pick(['', '', '0.8.0', '0.8.0-rc.1'])
  const wished: ModelWish = { warm: random.next() < 0.3, minRunnerVersion: random.pick(['', '', '0.8.0']) }
  const constraint = model({ warm: random.next() < 0.5, runnerVersion: random.pick(VERSIONS) })
  const capabilities: Capabilities = {
    bitstring: featureBits([
      ...(random.next() < 0.9 ? [27] : []),
      ...features.filter(() => random.next() < 0.98),
    ]),
    mandatories: random.next() < 0.7 ? [] : featureBits([random.pick([27, ...features])]),
    capacities: new Map(),
    version: random.pick(VERSIONS),
    constraints: { minVersion: '', perCapability: new Map([[27, new Map([['flux', constraint]])]]) },
  }
  return {
    capabilities,
    wish: {
      features: featureBits([...features, 27]),
      minVersion,
      models: new Map([[27, new Map([['flux', wished]])]]),
    },
    asked: job({
      features,
      minNodeVersion: minVersion || null,
      minRunnerVersion: wished.minRunnerVersion || null,
      warm: wished.warm ? 'required' : 'any',
    }),
    candidate: candidateOf(
      offering({
        state: constraint.warm ? 'warm' : 'cold',
        nodeVersion: capabilities.version || null,
        runnerVersion: constraint.runnerVersion || null,
      }),
      capabilities,
    ),
  }
}

test('the rules of selection decide as the algorithm above does, for one model that is offered', () => {
  const random = seededRandom('rules and algorithm')
  const answers = { true: 0, false: 0 }
  for (let i = 0; i < 5_000; i++) {
    const { wish, capabilities, asked, candidate } = randomJob(random)
    const broken = askedRules(asked).filter(
      ([rule]) => SHARED.has(rule.name) && !rule.isMet(candidate, asked, conditions()),
    )
    const ok = isCompatible(wish, capabilities)
    expect(broken.length === 0, JSON.stringify({ i, broken: broken.map(([{ name }]) => name) })).toBe(ok)
    answers[ok ? 'true' : 'false']++
  }
  expect(answers.true).toBeGreaterThan(500)
  expect(answers.false).toBeGreaterThan(500)
})
