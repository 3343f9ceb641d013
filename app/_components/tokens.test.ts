import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const css = readFileSync(fileURLToPath(new URL('../globals.css', import.meta.url)), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
)

type Pair = readonly [ink: string, ground: string]

const GROUNDS = ['canvas', 'surface', 'raised', 'hover']
const TEXT_PAIRS: readonly Pair[] = [
  ...['text', 'muted', 'accent', 'good', 'warn', 'bad'].flatMap((ink) =>
    GROUNDS.map((ground): Pair => [ink, ground]),
  ),
  ['good', 'good-soft'],
  ['warn', 'warn-soft'],
  ['bad', 'bad-soft'],
  ['text', 'good-soft'],
  ['text', 'warn-soft'],
  ['text', 'bad-soft'],
  ['text', 'accent-soft'],
  ['muted', 'accent-soft'],
  ['accent', 'accent-soft'],
  ['good', 'accent-soft'],
  ['warn', 'accent-soft'],
  ['bad', 'accent-soft'],
  ['on-accent', 'accent'],
  ['series-warm', 'surface'],
  ['series-cold', 'surface'],
  ['series-priced-only', 'surface'],
]
const GRAPHIC_PAIRS: readonly Pair[] = [
  ...[
    'series-warm',
    'series-cold',
    'series-priced-only',
    'series-unknown',
    'series-gpu',
    'category-a',
    'category-b',
    'category-c',
    'category-d',
    'category-e',
    'category-f',
    'line-strong',
    'accent',
  ].flatMap((ink) => GROUNDS.map((ground): Pair => [ink, ground])),
]

test('every colour token states a light and a dark value', () => {
  const declared = [...css.matchAll(/^\s+--([a-z-]+): (?:light-dark|#|rgb|hsl|oklch)/gm)].map(
    ([, name]) => name,
  )
  expect(declared.length).toBeGreaterThan(20)
  expect([...tokens.keys()]).toEqual(declared)
})

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const contrast = (a: string, b: string) => contrastOf(colour(a, theme), colour(b, theme))

  test.each(TEXT_PAIRS)('%s reads on %s', (ink, ground) =>
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5),
  )

  test.each(GRAPHIC_PAIRS)('%s is seen on %s', (ink, ground) =>
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(3),
  )
})

test('the formula knows the ends of its scale', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrastOf('#777777', '#777777')).toBe(1)
})

function colour(name: string, theme: 'light' | 'dark'): string {
  const token = tokens.get(name)
  if (!token) throw new Error(`globals.css has no colour --${name}`)
  return token[theme]
}

/** WCAG 2.2 contrast ratio. */
function contrastOf(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
