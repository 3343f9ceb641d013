import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { offering } from '@/lib/catalog/testdata/offering'
import { featureBits } from '@/lib/domain/feature-bits'
import type { Capabilities } from '@/lib/domain/orchestrator-answer'
import { pipelineOf } from '@/lib/domain/pipeline'
import { parseNetworkCapabilities } from '@/lib/livepeer/parse-network-capabilities'
import { type Candidate, candidateOf } from './candidate'
import { isCompatible, type Wish } from './compatible'
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

/** The line as a job for one model of one pipeline, and the candidate; null where there is no such job. */
function asJob({ in: { gateway }, capabilities }: (typeof lines)[number]): {
  job: JobRequest
  candidate: Candidate
} | null {
  const [[capability, models] = [null, new Map()], ...others] = gateway.models
  const [[name, wish] = [null, null], ...more] = models
  const offered = capability === null ? undefined : capabilities?.constraints?.perCapability.get(capability)
  // Without constraints go-livepeer takes any model for offered; to us nothing is.
  const constraint = name === null ? undefined : offered?.get(name)
  if (capability === null || wish === null || others.length + more.length > 0 || !constraint) return null
  const pipeline = pipelineOf(capability)
  return {
    job: job(
      {
        features: gateway.features.flatMap((word, at) =>
          Array.from({ length: 64 }, (_, bit) => bit).flatMap((bit) =>
            (word >> BigInt(bit)) & 1n ? [at * 64 + bit] : [],
          ),
        ),
        minNodeVersion: gateway.minVersion || null,
        minRunnerVersion: wish.minRunnerVersion || null,
        warm: wish.warm ? 'required' : 'any',
      },
      { pipeline, model: name },
    ),
    candidate: candidateOf(
      offering({
        pipeline,
        model: name,
        state: constraint.warm ? 'warm' : 'cold',
        nodeVersion: capabilities?.version || null,
        runnerVersion: constraint.runnerVersion || null,
      }),
      capabilities,
    ),
  }
}

describe('the rules of selection decide as go-livepeer does, wherever a line is a job for one offered model', () => {
  const jobs = lines.flatMap((line) => {
    const asked = asJob(line)
    return asked ? [{ name: line.name, ok: line.out.ok, ...asked }] : []
  })

  test('there are some of either answer', () => {
    expect(jobs.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(3)
    expect(jobs.filter(({ ok }) => !ok).length).toBeGreaterThan(10)
  })

  test.each(jobs)('$name', ({ job: asked, candidate, ok }) => {
    const broken = askedRules(asked).filter(
      ([rule]) => SHARED.has(rule.name) && !rule.isMet(candidate, asked, conditions()),
    )
    expect(broken.map(([{ name }]) => name).length === 0).toBe(ok)
  })
})
