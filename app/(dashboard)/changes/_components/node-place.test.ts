import { expect, test } from 'vitest'
import { type ChangeDto, changeDto } from '@/lib/api/contract/change'
import type { ShownChange } from './change-kinds'
import { nodePlace } from './node-place'

const URI = 'https://a.example:8935'
const about = {
  id: 1,
  snapshot_id: 1,
  found_at: '2026-11-25T03:40:00.000Z',
  observed_at: '2026-11-25T03:39:00.000Z',
  node_uri: URI,
  orchestrator: null,
}
const outcome = { outcome: 'ok', detail: null }
const shown = (about: object): ShownChange => {
  const change: ChangeDto = changeDto.parse(about)
  if (change.kind === 'snapshot') throw new Error('not shown')
  return change
}
const back = shown({ ...about, kind: 'node-back', before: outcome, after: outcome })
const left = shown({ ...about, kind: 'node-left', before: outcome, after: null })

test('a node that is listed leads to the list of now', () =>
  expect(nodePlace(back, new Set([URI]))).toBe('/offerings#node-https%3A%2F%2Fa.example%3A8935'))

test('one that is gone leads to the list in which it was', () => {
  expect(nodePlace(back, new Set())).toBe(
    '/offerings?as_of=2026-11-25T03%3A40%3A00.000Z#node-https%3A%2F%2Fa.example%3A8935',
  )
  expect(nodePlace(left, new Set())).toContain('as_of=2026-11-25T03%3A39%3A59.999Z#')
})
