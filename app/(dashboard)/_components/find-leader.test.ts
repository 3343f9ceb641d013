import { expect, test } from 'vitest'
import { findLeader } from './find-leader'

const leaderOf = (...values: number[]) => findLeader(values, (value) => value)

test('nobody leads among none, or when nobody has any', () => {
  expect(leaderOf()).toBeNull()
  expect(leaderOf(0, 0)).toBeNull()
})

test('the most leads, alone or not', () => {
  expect(leaderOf(1)).toEqual({ first: 1, value: 1, isAlone: true })
  expect(leaderOf(2, 7, 3)).toEqual({ first: 7, value: 7, isAlone: true })
  expect(leaderOf(7, 7)).toEqual({ first: 7, value: 7, isAlone: false })
})
