import { expect, test } from 'vitest'
import { DEFAULT_FEATURES, featureBits, LEGACY_FEATURES } from '@/lib/domain/feature-bits'
import type { Capabilities, ModelConstraint } from '@/lib/domain/orchestrator-answer'
import { findIncompatibility, isCompatible, type Wish, wishForModel } from './compatible'

const TEXT_TO_IMAGE = 27
const wish = wishForModel({ capability: TEXT_TO_IMAGE, model: 'flux' })

const node = (
  { model = {}, ...parts }: Partial<Capabilities> & { model?: Partial<ModelConstraint> } = {},
  name = 'flux',
): Capabilities => ({
  bitstring: featureBits([...DEFAULT_FEATURES, TEXT_TO_IMAGE]),
  mandatories: [],
  capacities: new Map(),
  version: '0.9.1',
  constraints: {
    minVersion: '',
    perCapability: new Map([
      [
        TEXT_TO_IMAGE,
        new Map([[name, { warm: false, capacity: 1, capacityInUse: 0, runnerVersion: '', ...model }]]),
      ],
    ]),
  },
  ...parts,
})

test('a node with the default features and the model suits a gateway', () => {
  expect(findIncompatibility(wish, node())).toBeNull()
})

test.each([
  [
    'node-version',
    wishForModel({ capability: TEXT_TO_IMAGE, model: 'flux' }, { minVersion: '0.9.2' }),
    node(),
  ],
  ['mandatory-feature', wish, node({ mandatories: featureBits([35]) })],
  ['model', wish, node({}, 'sdxl')],
  ['warm', warmWish(), node()],
  [
    'runner-version',
    wishForModel({ capability: TEXT_TO_IMAGE, model: 'flux' }, { minRunnerVersion: '0.14.1' }),
    node({ model: { runnerVersion: '0.14.0' } }),
  ],
  ['feature', wish, node({ bitstring: featureBits([...LEGACY_FEATURES, TEXT_TO_IMAGE]) })],
  ['no-capabilities', wish, null],
])('what refuses is named: %s', (reason, wished, capabilities) => {
  expect(findIncompatibility(wished, capabilities)).toBe(reason)
  expect(isCompatible(wished, capabilities)).toBe(false)
})

test('of several reasons the first one in the order of go-livepeer counts', () => {
  const nothing = node({ bitstring: [], mandatories: featureBits([35]) }, 'sdxl')
  expect(findIncompatibility(wish, nothing)).toBe('mandatory-feature')
  expect(findIncompatibility(wish, { ...nothing, mandatories: [] })).toBe('model')
})

test('a node that says nothing suits a gateway that wants legacy features alone, and an empty saying does not', () => {
  const legacy: Wish = { features: featureBits(LEGACY_FEATURES), minVersion: '', models: new Map() }
  expect(isCompatible(legacy, null)).toBe(true)
  expect(isCompatible({ ...legacy, features: featureBits([...LEGACY_FEATURES, 50]) }, null)).toBe(false)
  expect(findIncompatibility(legacy, node({ bitstring: [] }))).toBe('feature')
})

test('a capability without constraints is offered with any model', () => {
  const constraints = { minVersion: '', perCapability: new Map() }
  expect(findIncompatibility(wish, node({ constraints }))).toBeNull()
  expect(findIncompatibility(wish, node({ constraints: null }))).toBeNull()
})

test('a model that is in use altogether suits as well', () => {
  expect(findIncompatibility(wish, node({ model: { capacity: 0, capacityInUse: 5 } }))).toBeNull()
})

function warmWish(): Wish {
  return {
    ...wish,
    models: new Map([[TEXT_TO_IMAGE, new Map([['flux', { warm: true, minRunnerVersion: '' }]])]]),
  }
}
