import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

/**
 * No amount passes through floating point: the files that reckon with prices have nothing that would make a number of a
 * bigint or a text. What stands on the list has to do with other things than amounts.
 */
const AMOUNTS = 'price|price-change|usd|fraction|exact-fraction|worked-cost|sale-unit|eth-usd'
const IMPORTS_AMOUNTS = new RegExp(`from '(@/lib/domain|[.])/(${AMOUNTS}|decimal|field-value)'`)
const IS_ABOUT_AMOUNTS = new RegExp(`/(${AMOUNTS}|decimal)[.]ts$`)

/** Whatever computes with amounts imports them. */
const FILES = ['domain', 'catalog', 'pricing', 'api']
  .flatMap((folder) =>
    readdirSync(join('lib', folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join('lib', folder, name),
    ),
  )
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('testdata'))
  .filter((file) => IS_ABOUT_AMOUNTS.test(file) || IMPORTS_AMOUNTS.test(readFileSync(file, 'utf8')))

/** Where a number is made, and of what. */
const ALLOWED: Readonly<Record<string, string>> = {
  'lib/catalog/price-spread.ts nearestRank Math': 'a place in a list',
  'lib/catalog/price-spread.ts medianPrice Math': 'a place in a list',
  'lib/catalog/offering.ts freeCapacity Math': 'slots of a node',
  'lib/api/offering-list.ts largest Math': 'sizes of cards',
  'lib/api/edition.ts nextExpiry Number': 'a moment',
  'lib/api/edition.ts nextExpiry Math': 'a moment',
  'lib/api/sources-to-dto.ts nodesNamedBy Math': 'a moment',
  'lib/api/to-dto.ts rounded Math': 'milliseconds',
  'lib/api/history/offering-histories.ts nodeLatencies Math': 'a moment',
  'lib/api/facet-values.ts rangeOf Number': 'fields of kind number, of which no price is one',
  'lib/api/facet-values.ts rangeOf Math': 'fields of kind number, of which no price is one',
  'lib/api/facet-values.ts priceBins Number':
    'where the bars of a drawing end; what is between is compared exactly',
  'lib/api/selection/selection-to-dto.ts selectionToDto Math': 'how many rows are listed',
  'lib/api/selection/selection-to-dto.ts rankedToDto Math': 'a probability',
  'lib/api/selection/position-of.ts standingsIn Math': 'a probability',
  'lib/api/listing/decimal.ts parseDecimal Number': 'an exponent of two digits',
}

const NUMBER_MAKERS = ['Number', 'Math', 'parseFloat', 'parseInt']

/** `file declaration what`, each once. */
const findsIn = (file: string): string[] => findsInText(file, readFileSync(file, 'utf8'))

function findsInText(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const finds = new Set<string>()
  const visit = (node: ts.Node, within: string): void => {
    const name = nameOf(node) ?? within
    const what = floating(node)
    if (what !== null) finds.add(`${file} ${name} ${what}`)
    node.forEachChild((child) => visit(child, name))
  }
  visit(source, '')
  return [...finds]
}

/** The function or constant that a node declares at the top of its file. */
function nameOf(node: ts.Node): string | null {
  if (ts.isFunctionDeclaration(node)) return node.name?.text ?? null
  const isTop = ts.isVariableDeclaration(node) && ts.isSourceFile(node.parent.parent.parent)
  return isTop && ts.isIdentifier(node.name) ? node.name.text : null
}

function floating(node: ts.Node): string | null {
  if (ts.isIdentifier(node) && NUMBER_MAKERS.includes(node.text) && !ts.isTypeNode(node.parent))
    return node.text
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.PlusToken) return 'unary +'
  if (ts.isNumericLiteral(node) && node.text.includes('.')) return 'a number with a point'
  if (ts.isPropertyAccessExpression(node) && /^(toFixed|toPrecision|toLocaleString)$/.test(node.name.text))
    return node.name.text
  return null
}

test('the files that reckon with prices are found', () =>
  expect(FILES).toEqual(
    expect.arrayContaining([
      'lib/domain/price.ts',
      'lib/catalog/price-spread.ts',
      'lib/pricing/margin.ts',
      'lib/api/to-dto.ts',
      'lib/api/stream/change-to-dto.ts',
    ]),
  ))

test('nothing that reckons with prices makes a number of them', () => {
  const finds = FILES.flatMap(findsIn)
  expect(finds.filter((find) => !Object.hasOwn(ALLOWED, find))).toEqual([])
  // A permission that nobody needs any more would let the next one in.
  expect(Object.keys(ALLOWED).filter((allowed) => !finds.includes(allowed))).toEqual([])
})

test('it finds every way to make one', () => {
  const source = (text: string) => findsInText('x.ts', `export const a = ${text}`)
  for (const [text, what] of [
    ['Number(1n)', 'Number'],
    ['[1n].map(Number)', 'Number'],
    ['globalThis.Number(1n)', 'Number'],
    ['parseFloat("1")', 'parseFloat'],
    ['Number.parseInt("1", 10)', 'Number'],
    ['Math.round(1)', 'Math'],
    ['+"1"', 'unary +'],
    ['1 * 0.5', 'a number with a point'],
    ['(1).toFixed(2)', 'toFixed'],
  ])
    expect([text, source(text ?? '')]).toEqual([text, expect.arrayContaining([`x.ts a ${what}`])])
  expect(source('(b: number): bigint => BigInt(b) * 10n ** 18n')).toEqual([])
})
