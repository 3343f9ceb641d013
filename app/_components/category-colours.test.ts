import { expect, test } from 'vitest'
import { colouredNames } from './category-colours'

const coloursOf = (names: readonly (string | null)[]) =>
  new Map(colouredNames(names).map(({ name, colour }) => [name, colour]))

test('a name keeps its colour, however often it or others come', () => {
  const some = coloursOf(['us-east', 'eu-central'])
  const more = coloursOf(['eu-central', 'eu-central', 'us-east', null])
  expect(more).toEqual(new Map([...some].toReversed()))
})

test('no two names have one colour, and only the six of most are told apart, most first', () => {
  const names = ['a', 'b', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'h', 'h']
  const coloured = colouredNames(names)
  expect(coloured.map(({ name }) => name)).toEqual(['h', 'b', 'a', 'c', 'd', 'e'])
  expect(new Set(coloured.map(({ colour }) => colour)).size).toBe(6)
})

test('what has no name has no colour of its own', () => {
  expect(colouredNames([null, null])).toEqual([])
})
