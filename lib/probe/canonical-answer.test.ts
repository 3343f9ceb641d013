import { expect, test } from 'vitest'
import { advertising, answer, gpu, model } from '@/lib/domain/testdata/answer'
import { canonicalAnswer } from './canonical-answer'

const price = (capability: number, constraint: string, pricePerUnit: bigint, pixelsPerUnit = 1n) => ({
  capability,
  constraint,
  pricePerUnit,
  pixelsPerUnit,
})

test('the same prices in any order are the same answer; of two for one model the dearer stands first', () => {
  const prices = [
    price(27, 'a', 5n, 2n),
    price(27, 'a', 2n),
    price(27, 'b', 1n),
    price(33, 'a', 0n),
    price(33, 'b', 7n, 0n),
    price(33, 'b', 3n, 0n),
  ]
  const canonical = (list: typeof prices) =>
    canonicalAnswer(answer({ capabilitiesPrices: list })).capabilitiesPrices
  expect(canonical(prices.toReversed())).toEqual(prices)
  expect(canonical([...prices.slice(3), ...prices.slice(0, 3)])).toEqual(prices)
})

test('whatever is a map on the wire has one order', () => {
  const models = (names: string[]) =>
    advertising({ 35: Object.fromEntries(names.map((name) => [name, model()])) })
  const entry = (pipeline: string, slots: string[]) => ({
    pipeline,
    modelId: 'm',
    gpus: new Map(slots.map((slot) => [slot, gpu()])),
  })
  const one = answer({ ...models(['a', 'b', 'Z']), hardware: [entry('x', ['0', '1']), entry('a', ['0'])] })
  const other = answer({ ...models(['b', 'Z', 'a']), hardware: [entry('x', ['1', '0']), entry('a', ['0'])] })
  const spelled = (value: unknown) =>
    JSON.stringify(value, (_key, item: unknown) =>
      item instanceof Map ? [...item] : typeof item === 'bigint' ? String(item) : item,
    )
  expect(spelled(one)).not.toBe(spelled(other))
  expect(spelled(canonicalAnswer(one))).toBe(spelled(canonicalAnswer(other)))
})
