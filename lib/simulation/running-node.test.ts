import { describe, expect, test } from 'vitest'
import type { Spell } from './behaviour'
import { RunningNode } from './running-node'
import { jobAt } from './testdata/job'
import { nodeTruth } from './testdata/node-truth'

const SEED = 7
const MINUTE = 60_000
const behaving = (spells: readonly Spell[], parts = {}) => ({
  spells,
  failShare: 1,
  chargeFactor: 1n,
  claimsWarm: false,
  ...parts,
})
const patient = (now: number) => ({ now, deadline: now + 10 * MINUTE })

test('the same job meets the same luck at the same node, whatever the node did before', () => {
  const [used, fresh] = [new RunningNode(nodeTruth(0), SEED), new RunningNode(nodeTruth(0), SEED)]
  for (let i = 0; i < 10; i++) used.accept(jobAt(i * MINUTE, i), patient(i * MINUTE))
  const job = jobAt(20 * MINUTE, 99)
  expect(used.accept(job, patient(job.at))).toEqual(fresh.accept(job, patient(job.at)))
})

test('a slot is taken until its job is done; who waits, waits in turn, and one more is refused as too many', () => {
  const node = new RunningNode(nodeTruth(0, { queue: 1 }), SEED)
  const [first, second, third] = [0, 1, 2].map((i) => node.accept(jobAt(i, i), patient(i)))
  expect(first?.outcome.kind).toBe('ok')
  expect(second?.outcome.kind).toBe('ok')
  expect(second?.outcome.tookMs).toBeGreaterThan(first?.outcome.tookMs ?? 0)
  expect(third?.outcome).toMatchObject({ kind: 'busy' })
  expect(third?.chargedWei).toBe(0n)
  expect(node.observe(3).answer?.capacityInUse).toBe(1)
  expect(node.observe(5 * MINUTE).answer?.capacityInUse).toBe(0)
})

test('a cold node loads its model for the first job, and is warm for those of the next ten minutes', () => {
  const node = new RunningNode(nodeTruth(0, { isAlwaysWarm: false }), SEED)
  expect(node.observe(0).answer?.isWarm).toBe(false)
  const [first, second, later] = [0, 2 * MINUTE, 40 * MINUTE].map(
    (at) => node.accept(jobAt(at), patient(at)).outcome.tookMs,
  )
  expect((first ?? 0) - (second ?? 0)).toBeCloseTo(20_000, 6)
  expect(later).toBeCloseTo(first ?? 0, 6)
})

test('a cold model is loaded once, and whoever comes meanwhile waits for it as well', () => {
  const node = new RunningNode(nodeTruth(0, { isAlwaysWarm: false, slots: 2 }), SEED)
  const [first, second] = [0, 1].map((at) => node.accept(jobAt(at), patient(at)).outcome.tookMs)
  expect((first ?? 0) - (second ?? 0)).toBeCloseTo(1, 6)
})

describe('a spell', () => {
  const spell = (kind: Spell['kind'], from = 0, until = MINUTE): Spell => ({ kind, from, until })
  const sent = (spells: readonly Spell[], parts = {}) =>
    new RunningNode(nodeTruth(0, { behaviour: behaving(spells, parts) }), SEED).accept(jobAt(1), patient(1))

  test.each([
    [spell('refusing'), 'refused', 0n],
    [spell('silent'), 'timed-out', 0n],
    [spell('failing'), 'error', 1_000_000n],
    [spell('slow'), 'ok', 1_000_000n],
    [spell('refusing', 5_000), 'cut', 1_000_000n],
    [spell('silent', 5_000), 'timed-out', 1_000_000n],
    [spell('failing', 5_000), 'ok', 1_000_000n],
  ])('%j makes of a job: %s', (during, kind, chargedWei) => {
    const { outcome, chargedWei: charged } = sent([during])
    expect([outcome.kind, charged]).toEqual([kind, chargedWei])
  })

  test('that silences makes a client wait for the connection, or for an answer until it gives up', () => {
    expect(sent([spell('silent')]).outcome.tookMs).toBe(2_000)
    expect(sent([spell('silent', 5_000)]).outcome.tookMs).toBe(10 * MINUTE)
  })

  test('that slows makes it take ten times as long', () => {
    const [slow, well] = [sent([spell('slow')]), sent([])].map(({ outcome }) => outcome.tookMs)
    expect(slow).toBeGreaterThan(9 * (well ?? 0))
  })

  test('that fails jobs is not seen by a probe, and one that refuses is', () => {
    const seen = (kind: Spell['kind']) =>
      new RunningNode(nodeTruth(0, { behaviour: behaving([spell(kind)]) }), SEED).observe(1).answer
    expect(seen('failing')).toMatchObject({ isWarm: true, capacityInUse: 0 })
    expect(seen('refusing')).toBeNull()
    expect(seen('silent')).toBeNull()
  })
})

test('a liar charges a multiple of what it says, and says that it is warm', () => {
  const behaviour = behaving([], { chargeFactor: 5n, claimsWarm: true })
  const node = new RunningNode(nodeTruth(0, { behaviour, isAlwaysWarm: false }), SEED)
  expect(node.observe(0).answer).toMatchObject({ price: { wei: 1_000n }, isWarm: true })
  expect(node.accept(jobAt(0), patient(0)).chargedWei).toBe(5_000_000n)
})

test('a client that gives up earlier hears nothing, and pays for what was begun', () => {
  const node = new RunningNode(nodeTruth(0), SEED)
  const { outcome, chargedWei } = node.accept(jobAt(0), { now: 0, deadline: 3_000 })
  expect(outcome).toMatchObject({ kind: 'timed-out', tookMs: 3_000 })
  expect(chargedWei).toBe(1_000_000n)
})
