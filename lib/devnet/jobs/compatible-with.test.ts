import { expect, test } from 'vitest'
import { jobCapabilities } from '@/lib/livepeer/job-capabilities'
import { scenario } from '../scenario'
import { compatibleWith } from './compatible-with'

const JOB = { capability: 27, model: 'org/model' }
const node = (about: Partial<Parameters<typeof scenario>[0]> = {}) =>
  scenario({
    name: 'n',
    version: '0.8.10',
    models: [{ pipeline: 'text-to-image', model: 'org/model', isWarm: false, runnerVersion: '0.14.1' }],
    ...about,
  }).offer.capabilities

test('what a gateway asks for is there', () =>
  expect(compatibleWith(jobCapabilities(JOB), node())).toBe(true))

test('a model that is not, a model that is cold, a feature that is missing', () => {
  expect(compatibleWith(jobCapabilities({ ...JOB, model: 'org/other' }), node())).toBe(false)
  expect(compatibleWith(jobCapabilities({ ...JOB, capability: 33 }), node())).toBe(false)
  const warm = jobCapabilities(JOB)
  const constraint = { warm: true, capacity: 0, runnerVersion: '', capacityInUse: 0 }
  const perCapability = new Map([[27, { models: new Map([['org/model', constraint]]) }]])
  expect(compatibleWith({ ...warm, constraints: { minVersion: '', perCapability } }, node())).toBe(false)
})

test('a capability without constraints is offered with any model', () => {
  const bare = node({ models: [], features: [27] })
  expect(compatibleWith(jobCapabilities({ ...JOB, model: 'org/other' }), bare)).toBe(true)
})

test.each([
  [{ minVersion: '0.8.10' }, true],
  [{ minVersion: '0.8.11' }, false],
  [{ minVersion: 'v0.8.9-abc' }, true],
  [{ minVersion: 'no version' }, true],
  [{ minRunnerVersion: '0.14.1' }, true],
  [{ minRunnerVersion: '0.15' }, false],
])('%j: %s', (about, expected) => expect(compatibleWith(jobCapabilities(JOB, about), node())).toBe(expected))

test('a node that states no version satisfies no minimum', () =>
  expect(compatibleWith(jobCapabilities(JOB, { minVersion: '0.1.0' }), node({ version: '' }))).toBe(false))

test('a job that says nothing is welcome unless something is mandatory', () => {
  expect(compatibleWith(null, node())).toBe(true)
  expect(compatibleWith(null, node({ mandatories: [1n << 12n] }))).toBe(false)
  expect(compatibleWith(jobCapabilities(JOB), node({ mandatories: [1n << 12n] }))).toBe(true)
})
