import { expect, test } from 'vitest'
import { priceChangePercent } from './price-change'

test.each([
  [[4n, 1n], [5n, 1n], '25'],
  [[5n, 1n], [4n, 1n], '-20'],
  [[10n, 2n], [5n, 1n], '0'],
  [[1n, 1n], [0n, 1n], '-100'],
  [[3n, 1n], [4n, 1n], '33.33'],
  [[4n, 1n], [3n, 1n], '-25'],
  [[8n, 1n], [7n, 1n], '-12.5'],
  [[3n, 1n], [2n, 1n], '-33.33'],
  [[1n, 3n], [1n, 2n], '50'],
  [[1n, 1n], [2n ** 63n, 1n], `${(2n ** 63n - 1n) * 100n}`],
  [[0n, 1n], [5n, 1n], null],
  [[10n ** 30n, 1n], [10n ** 30n - 1n, 1n], '0'],
] as const)('from %s to %s it is %s', ([wei, perUnits], [newWei, newPerUnits], percent) =>
  expect(priceChangePercent({ wei, perUnits }, { wei: newWei, perUnits: newPerUnits })).toBe(percent),
)
