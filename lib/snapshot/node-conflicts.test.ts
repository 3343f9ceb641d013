import { expect, test } from 'vitest'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { answer } from '@/lib/domain/testdata/answer'
import { nodeConflicts } from './node-conflicts'
import type { NamedBy } from './snapshot'
import { lastAnswer, observation } from './testdata/observation'

const [ada, bob] = [addressFromBytes(Uint8Array.of(1)), addressFromBytes(Uint8Array.of(2))]
const named = (name: string, about: Partial<NamedBy> = {}): NamedBy => ({
  name,
  times: 1,
  orchestrators: [],
  score: null,
  firstAt: 0,
  lastAt: 1_000,
  ...about,
})
const conflicts = (sources: NamedBy[], recipient: typeof ada | null = null) =>
  nodeConflicts(observation({ sources, lastAnswer: lastAnswer({ answer: answer({ recipient }) }) }))

test('who says nothing of an owner contradicts nobody', () => {
  expect(conflicts([named('list'), named('chain', { orchestrators: [ada] })], ada)).toEqual([])
  expect(conflicts([named('list')], ada)).toEqual([])
  expect(conflicts([named('chain', { orchestrators: [ada] })], null)).toEqual([])
  expect(nodeConflicts(observation({ sources: [named('chain')], lastAnswer: null }))).toEqual([])
})

test('a URI that two orchestrators registered has several owners', () =>
  expect(conflicts([named('chain', { orchestrators: [ada, bob] })], ada)).toEqual([
    {
      kind: 'several-owners',
      claims: [
        { source: 'chain', orchestrator: ada },
        { source: 'chain', orchestrator: bob },
      ],
    },
  ]))

test('a node that is paid to nobody whom the sources name has another payee', () =>
  expect(conflicts([named('chain', { orchestrators: [ada] }), named('list')], bob)).toEqual([
    { kind: 'other-payee', payee: bob, claims: [{ source: 'chain', orchestrator: ada }] },
  ]))

test('scores that differ are a conflict, equal ones and missing ones are not', () => {
  expect(conflicts([named('a', { score: 1 }), named('b', { score: 1 }), named('c')])).toEqual([])
  expect(conflicts([named('a', { score: 1 }), named('b', { score: 0 })])).toMatchObject([
    { kind: 'several-scores', scores: [{ score: 1 }, { score: 0 }] },
  ])
})

test('a source that no longer names the node no longer contradicts anybody', () =>
  expect(conflicts([named('chain', { orchestrators: [ada], lastAt: 500 }), named('list')], bob)).toEqual([]))
