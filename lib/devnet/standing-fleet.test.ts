import { expect, test } from 'vitest'
import { RUNNER_UNITS } from '@/lib/domain/live-runner'
import { pipelineOf } from '@/lib/domain/pipeline'
import { REGIONS } from './orchestrator-scenario'
import { standingFleet } from './standing-fleet'

const fleet = standingFleet()
const byName = (name: string) => {
  const found = fleet.find((node) => node.name === name)
  if (!found) throw new Error(`${name} is not in the standing fleet`)
  return found
}
const advertised = fleet.flatMap(({ offer }) =>
  [...(offer.capabilities?.constraints?.perCapability ?? [])].flatMap(([id, models]) =>
    [...models].map(([model, constraint]) => ({ pipeline: pipelineOf(id), model, ...constraint })),
  ),
)
const prices = fleet.flatMap(({ offer }) => offer.prices)
const cards = fleet.flatMap(({ offer }) => offer.hardware.flatMap(({ gpus }) => [...gpus.values()]))

test('is as large and as varied as a network worth showing', () => {
  expect(fleet.length).toBeGreaterThanOrEqual(44)
  expect(new Set(fleet.map(({ name }) => name)).size).toBe(fleet.length)
  const models = [...advertised.map(({ model }) => model), ...prices.map(({ constraint }) => constraint)]
  expect(new Set(models).size).toBeGreaterThanOrEqual(20)
  const byoc = prices.filter(({ capability }) => capability === 37).map(({ constraint }) => constraint)
  expect(new Set(byoc).size).toBeGreaterThanOrEqual(2)
  expect(new Set([...advertised.map(({ pipeline }) => pipeline), ...byoc]).size).toBeGreaterThanOrEqual(8)
  expect(new Set(cards.map(({ name }) => name)).size).toBeGreaterThanOrEqual(8)
  expect(new Set(fleet.map(({ region }) => region))).toEqual(new Set(REGIONS))
})

test('carries the prices that make a reader stumble', () => {
  const base = fleet.map(({ offer }) => offer.basePrice)
  expect(base).toContain(null)
  expect(base.some((price) => price?.pricePerUnit === 0n)).toBe(true)
  expect(base.some((price) => price?.pricePerUnit === 100_000_000_000_000n)).toBe(true)
  expect(base.some((price) => (price?.pixelsPerUnit ?? 1n) > 1n)).toBe(true)
  const sam2 = prices.filter(({ capability }) => capability === 32).map(({ pricePerUnit }) => pricePerUnit)
  expect(Math.max(...sam2.map(Number)) / Math.min(...sam2.map(Number))).toBeGreaterThan(100)
  const { offer } = byName('basaltine-1')
  expect(offer.prices.filter(({ constraint }) => constraint === offer.prices[0]?.constraint)).toHaveLength(2)
})

test('carries capacities that cannot be slots, cold models, and use without capacity', () => {
  const capacities = advertised.map(({ capacity }) => capacity)
  expect(capacities).toContain(663)
  expect(capacities).toContain(67_542)
  expect(advertised.some(({ capacity, capacityInUse }) => capacity === 0 && capacityInUse > 0)).toBe(true)
  expect(advertised.some(({ warm }) => !warm)).toBe(true)
  expect(byName('meridian-1').offer.capabilities?.constraints?.perCapability.size).toBe(0)
})

test('carries hardware that does not add up', () => {
  const perNode = fleet.map(({ offer }) =>
    offer.hardware.flatMap(({ gpus }) => [...gpus.values()].map(({ id }) => id)),
  )
  expect(perNode.some((ids) => new Set(ids).size < ids.length)).toBe(true)
  expect(fleet.some(({ offer }) => offer.hardware.some(({ gpus }) => gpus.size === 0))).toBe(true)
  expect(byName('fernhollow-1').offer.hardware[0]?.modelId).not.toBe(
    byName('fernhollow-1').offer.prices[0]?.constraint,
  )
})

test('carries versions and identities as they come', () => {
  const versions = fleet.map(({ offer }) => offer.capabilities?.version ?? '')
  expect(versions.some((version) => version.endsWith('-dirty'))).toBe(true)
  expect(byName('greywater-1').offer.capabilities).toMatchObject({ version: '0.7.9', mandatories: [4_096n] })
  const stakehaven = ['stakehaven-1', 'stakehaven-2', 'stakehaven-3'].map(byName)
  expect(new Set(stakehaven.map(({ key }) => key)).size).toBe(1)
  expect(new Set(stakehaven.map(({ recipient }) => recipient)).size).toBe(3)
  const moonwake = ['moonwake-1', 'moonwake-2', 'moonwake-3'].map(byName)
  expect(new Set(moonwake.map(({ recipient, host }) => `${recipient} ${host}`)).size).toBe(1)
  expect(fleet.some(({ host }) => host === '127.0.0.1')).toBe(true)
})

test('has two nodes that no list names, and a sibling that is listed names them', () => {
  const unlisted = fleet.filter(({ isListed }) => !isListed).map(({ name }) => name)
  expect(unlisted).toHaveLength(2)
  const siblings = fleet.filter(({ offer }) => unlisted.every((name) => offer.nodes.includes(name)))
  expect(siblings.map(({ isListed }) => isListed)).toEqual([true])
})

test('some run live apps, of every mode and unit, one for nothing and one on a host of its own', () => {
  const runners = fleet.flatMap(({ offer }) => offer.runners)
  expect(fleet.filter(({ offer }) => offer.runners.length > 0)).toHaveLength(5)
  expect(new Set(runners.map(({ mode }) => mode))).toEqual(new Set(['persistent', 'single-shot']))
  expect(new Set(runners.map(({ price }) => price.unit))).toEqual(new Set(RUNNER_UNITS))
  expect(runners.filter(({ price }) => price.wei === 0n)).toHaveLength(1)
  expect(runners.filter(({ url }) => url !== null)).toHaveLength(1)
})

test('some fail from the start, each in another way', () => {
  const faults = fleet.flatMap(({ behaviour }) => (behaviour.fault ? [behaviour.fault.kind] : []))
  expect(faults.sort()).toEqual(['garbage', 'hang', 'no-capacity', 'refuse'])
})

test('is invented: hosts are the loopback interface, names that resolve to it, and nothing else', () => {
  const runnerHosts = fleet.flatMap(({ offer }) =>
    offer.runners.flatMap(({ url }) => (url === null ? [] : new URL(url).hostname)),
  )
  for (const host of [...fleet.map(({ host }) => host), ...runnerHosts])
    expect(host).toMatch(/^(127\.0\.0\.1|[a-z0-9-]+\.localhost)$/)
})

test('every 64-bit figure fits the wire', () => {
  for (const { pricePerUnit, pixelsPerUnit } of prices) {
    expect(pricePerUnit).toBeLessThan(2n ** 63n)
    expect(pixelsPerUnit).toBeGreaterThan(0n)
  }
})
