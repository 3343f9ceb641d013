import { describe, expect, test } from 'vitest'
import { formatCursor, parseCursor } from './cursor'
import type { Position, SortKey } from './list-query'
import { CARDS } from './testdata/cards'

const SORT: readonly SortKey[] = [
  { field: 'price', isDescending: true },
  { field: 'maker', isDescending: false },
  { field: 'latency_ms', isDescending: false },
  { field: 'is_spare', isDescending: false },
]
const POSITION: Position = {
  values: [{ numerator: -(2n ** 70n), denominator: 54_901_722_631n }, 'Ærø "\u0000\ud800', 0.1, null],
  id: 'https://node:8935 , x',
}
const parse = (text: string, sort = SORT) => parseCursor(text, { sort, schema: CARDS })
const encode = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url')

test('a place survives the way through a cursor, exact amounts and torn characters included', () => {
  expect(parse(formatCursor(POSITION, { sort: SORT, schema: CARDS }))).toEqual(POSITION)
  expect(formatCursor(POSITION, { sort: SORT, schema: CARDS })).toMatch(/^[\w-]+$/)
})

test('a cursor belongs to one sort: direction and order of keys included', () => {
  const cursor = formatCursor(POSITION, { sort: SORT, schema: CARDS })
  expect(parse(cursor, SORT.toReversed())).toBeNull()
  expect(
    parse(
      cursor,
      SORT.map((key) => ({ ...key, isDescending: false })),
    ),
  ).toBeNull()
  expect(parse(cursor, SORT.slice(0, 3))).toBeNull()
})

test('a cursor belongs to one list: another one of the same fields refuses it', () => {
  const schema = { ...CARDS, name: 'spare-cards' }
  expect(parse(formatCursor(POSITION, { sort: SORT, schema }))).toBeNull()
})

describe('what is not ours is no cursor', () => {
  const sort = 'cards -price,maker,latency_ms,is_spare'
  test.each<[string, string]>([
    ['nothing', ''],
    ['no base64', '!!!'],
    ['no JSON', Buffer.from('[').toString('base64url')],
    ['no list', encode({ sort })],
    ['null', encode(null)],
    ['no values', encode([sort, null, 'a'])],
    ['no id', encode([sort, ['1/1', 'a', 1, true]])],
    ['an id of another type', encode([sort, ['1/1', 'a', 1, true], 5])],
    ['too few values', encode([sort, ['1/1', 'a', 1], 'a'])],
    ['too many values', encode([sort, ['1/1', 'a', 1, true, 1], 'a'])],
    ['a part too many', encode([sort, ['1/1', 'a', 1, true], 'a', 1])],
    ['a denominator of zero', encode([sort, ['1/0', 'a', 1, true], 'a'])],
    ['a number for an amount', encode([sort, [1, 'a', 1, true], 'a'])],
    ['a text for a number', encode([sort, ['1/1', 'a', '1', true], 'a'])],
    ['an object for a text', encode([sort, ['1/1', {}, 1, true], 'a'])],
    ['an infinite number', Buffer.from(`["${sort}",["1/1","a",1e999,true],"a"]`).toString('base64url')],
    ['spaces in the JSON', Buffer.from(`["${sort}", ["1/1","a",1,true],"a"]`).toString('base64url')],
    ['padding', `${encode([sort, ['1/1', 'a', 1, true], 'ab'])}=`],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe]).toString('base64url')],
  ])('%s', (_, text) => expect(parse(text)).toBeNull())

  test('but that is', () => expect(parse(encode([sort, ['1/1', 'a', 1, true], 'a']))).not.toBeNull())
})
