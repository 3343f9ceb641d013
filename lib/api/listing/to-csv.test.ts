import { expect, test } from 'vitest'
import { CARDS, card, someCards } from './testdata/cards'
import { toCsv } from './to-csv'

const columnOf = (more: Parameters<typeof card>[0], field: string) =>
  toCsv([card(more)], CARDS, [field, 'note']).split('\r\n')[1]

test('a header and rows, CRLF after each, in the order of the columns asked for', () => {
  expect(toCsv([card({ id: 'a' })], CARDS, ['state', 'id'])).toBe('state,id\r\nwarm,a\r\n')
  expect(toCsv([], CARDS, null)).toBe('id,maker,state,tags,latency_ms,unit,price,is_spare,seen_at,note\r\n')
})

test.each([
  ['nothing is empty', { maker: null }, 'maker', ''],
  ['zero is not', { latencyMs: 0 }, 'latency_ms', '0'],
  ['no is not', { isSpare: false }, 'is_spare', 'false'],
  ['a negative number is no formula', { latencyMs: -1.5 }, 'latency_ms', '-1.5'],
  ['moments are ISO 8601', { seenAt: 5 }, 'seen_at', '1970-01-01T00:00:00.005Z'],
  ['lists are joined', { tags: ['a', 'b,c'] }, 'tags', '"a | b,c"'],
  ['quotes are doubled', { maker: 'a "b"' }, 'maker', '"a ""b"""'],
  ['line ends stay within the cell', { maker: 'a\nb' }, 'maker', '"a\nb"'],
  ['a formula is inert', { maker: '=SUM(A1)' }, 'maker', "'=SUM(A1)"],
  ['a plus is inert', { maker: '+1' }, 'maker', "'+1"],
  ['a minus is inert', { maker: '-1' }, 'maker', "'-1"],
  ['an at sign is inert', { maker: '@x' }, 'maker', "'@x"],
  ['a tab is inert', { maker: '\t=1' }, 'maker', "'\t=1"],
  ['a formula in a list is inert', { tags: ['=1', 'b'] }, 'tags', "'=1 | b"],
  ['a formula within quotes is inert', { maker: '=HYPERLINK("x")' }, 'maker', `"'=HYPERLINK(""x"")"`],
  ['an equals sign later on is text', { maker: 'a=1' }, 'maker', 'a=1'],
  [
    '30 places are decimal',
    { price: { numerator: 1n, denominator: 10n ** 30n } },
    'price',
    `0.${'0'.repeat(29)}1`,
  ],
  [
    '31 are a fraction',
    { price: { numerator: 3n, denominator: 10n ** 31n } },
    'price',
    `3/1${'0'.repeat(31)}`,
  ],
  ['what does not end is a fraction', { price: { numerator: 2n, denominator: 3n } }, 'price', '2/3'],
  [
    'amounts beyond floats are whole',
    { price: { numerator: 2n ** 80n, denominator: 1n } },
    'price',
    String(2n ** 80n),
  ],
])('%s', (_, more, field, expected) => expect(columnOf(more, field)).toBe(`${expected},only shown`))

test('a carriage return at the start is inert and quoted', () =>
  expect(toCsv([card({ maker: '\r=1' })], CARDS, ['maker'])).toBe('maker\r\n"\'\r=1"\r\n'))

test('a row of one empty cell is still a row', () =>
  expect(toCsv([card({ maker: null })], CARDS, ['maker'])).toBe('maker\r\n""\r\n'))

test('a reader of RFC 4180 finds every row and every cell', () => {
  const rows = someCards(200, 'csv')
  const read = readCsv(toCsv(rows, CARDS, null))
  expect(read).toHaveLength(201)
  expect(read.every((cells) => cells.length === CARDS.fields.length)).toBe(true)
  expect(read.slice(1).map(([id]) => id)).toEqual(rows.map(({ id }) => id))
  expect(read.slice(1).map(([, maker]) => maker?.replace(/^'/, '') || null)).toEqual(
    rows.map(({ maker }) => maker),
  )
})

function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, bare = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? bare)
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
