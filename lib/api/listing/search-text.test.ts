import { expect, test } from 'vitest'
import { hasRow } from './row-set'
import { createSearchIndex, parseSearchTerms } from './search-text'

const finds = (search: string, ...texts: string[]): boolean => {
  const rows = [['another'], texts, ['another', 'row']]
  return hasRow(createSearchIndex(rows, (row) => row).find(parseSearchTerms(search) ?? ['never']), 1)
}

test.each([
  ['every word must occur, in whichever text', 'sdxl rtx', ['SDXL turbo', 'RTX 4090'], true],
  ['one word that does not occur is enough', 'sdxl h100', ['SDXL turbo', 'RTX 4090'], false],
  ['a word may occur within a word', '409', ['RTX 4090'], true],
  ['a phrase must occur as it is', '"rtx 4090"', ['RTX 4090'], true],
  ['a phrase does not cross texts', '"turbo rtx"', ['SDXL turbo', 'RTX 4090'], false],
  ['spaces of any kind and number are one', '"rtx 4090"', ['RTX \u00a0\t4090'], true],
  ['case does not matter, in Greek and German either', 'ΟΔΌΣ STRASSE', ['οδός', 'Straße'], true],
  ['a final sigma is a sigma', 'οδός', ['ΟΔΌΣΑ'], true],
  ['compatible forms are the same', 'ﬀ１', ['ff1'], true],
  ['a composed letter is a decomposed one', 'e\u0301', ['\u00e9'], true],
  ['signs that mean something elsewhere mean themselves', '.* %', ['100% .*'], true],
  ['signs that mean something elsewhere match nothing else', '.*', ['abc'], false],
])('%s', (_, search, texts, expected) => expect(finds(search, ...texts)).toBe(expected))

test('words and phrases are told apart, and what holds no text is none', () =>
  expect(parseSearchTerms(' a  "b  c"d "" ')).toEqual(['A', 'B C', 'D']))

test('a quotation mark without its partner is no search', () =>
  expect(parseSearchTerms('24" rack')).toBeNull())
