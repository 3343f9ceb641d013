import { describe, expect, test } from 'vitest'
import { type ChangeDto, changeDto } from './change'
import { foldChanges } from './fold-changes'
import { foldedTitle } from './folded-title'

const outcome = { outcome: 'ok', detail: null }
const terms = { state: 'warm', price: null, price_problem: 'missing', capacity: null }
/** What it is about: of node `a`, as one sweep found it. */
const change = (id: number, kind: string, about: object = {}): ChangeDto =>
  changeDto.parse({
    kind,
    id,
    snapshot_id: 1,
    found_at: '2026-11-25T03:40:00.000Z',
    observed_at: '2026-11-25T03:39:00.000Z',
    node_uri: 'https://a:8935',
    orchestrator: null,
    before: kind === 'node-joined' ? null : outcome,
    after: kind === 'node-left' ? null : outcome,
    ...about,
  })
const ofOffering = (model: string) => ({ id: model, kind: 'ai', pipeline: 'llm', model, gpu: null })
const added = (id: number, about: object = {}) =>
  change(id, 'offering-added', { offering: ofOffering(`m${id}`), before: null, after: terms, ...about })
const gone = (id: number, reason: string) =>
  change(id, 'offering-gone', { offering: ofOffering(`m${id}`), before: terms, after: null, reason })
const idsOf = (changes: readonly ChangeDto[], most?: number) =>
  foldChanges(changes, most === undefined ? {} : { most }).map(({ change, rest }) => [
    change.id,
    rest.map(({ id }) => id),
  ])
const titlesOf = (changes: readonly ChangeDto[]) => foldChanges(changes).map(foldedTitle)

describe('what one sweep found at one node', () => {
  test('stands for itself once where it is alike, with the others behind it', () => {
    const changes = [added(3), added(2), added(1, { node_uri: 'https://b:8935' })]
    expect(idsOf(changes)).toEqual([
      [3, [2]],
      [1, []],
    ])
    expect(titlesOf(changes)).toEqual([
      'a:8935: offers llm / m3, and 1 more of its kind',
      'b:8935: offers llm / m1',
    ])
  })

  test('is that the node is back, joined or left, and its offerings with it, in either order', () => {
    const back = [added(3), added(2), change(1, 'node-back')]
    expect(idsOf(back)).toEqual([[1, [3, 2]]])
    expect(idsOf(back.toReversed())).toEqual([[1, [2, 3]]])
    expect(titlesOf(back)).toEqual(['a:8935: is back, with 2 offerings'])
    expect(titlesOf([change(1, 'node-joined'), added(2)])).toEqual(['a:8935: joined, with 1 offering'])
    expect(titlesOf([gone(2, 'node-left'), change(1, 'node-left')])).toEqual([
      'a:8935: left, with 1 offering',
    ])
    expect(titlesOf([change(1, 'node-back')])).toEqual(['a:8935: answers again'])
  })

  test('keeps apart what is unlike: other kinds, and other reasons', () => {
    const health = change(4, 'health-changed', { before: 'down', after: 'up' })
    expect(idsOf([health, gone(3, 'withdrawn'), gone(2, 'expired'), gone(1, 'withdrawn')])).toEqual([
      [4, []],
      [3, [1]],
      [2, []],
    ])
  })
})

test('of more than are given the last fold says that there may be more in it', () => {
  const titles = foldChanges([added(5), added(4, { node_uri: 'https://b:8935' }), added(3)], {
    isCut: true,
  }).map(foldedTitle)
  expect(titles).toEqual([
    'a:8935: offers llm / m5, and at least 1 more of its kind',
    'b:8935: offers llm / m4',
  ])
})

test('another sweep is another one, and beyond the most nothing begins while what stands goes on counting', () => {
  const changes = [added(3), added(2, { snapshot_id: 0 }), added(1)]
  expect(idsOf(changes)).toEqual([
    [3, [1]],
    [2, []],
  ])
  expect(idsOf(changes, 1)).toEqual([[3, [1]]])
})

test('ended sweeps are never folded', () => {
  const about = { started_at: '2026-11-25T03:39:00.000Z', as_of: '2026-11-25T03:40:00.000Z' }
  const ended = (id: number) =>
    change(id, 'snapshot', { ...about, nodes_listed: 1, nodes_asked: 1, nodes_answered: 1 })
  expect(idsOf([ended(2), ended(1)])).toEqual([
    [2, []],
    [1, []],
  ])
})
