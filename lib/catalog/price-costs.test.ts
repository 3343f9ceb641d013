import { expect, test } from 'vitest'
import { implausibility, taskCosts } from './price-costs'

test('a price at which a common task costs an ETH or more is implausible, and says why', () => {
  const hour = 99_532_800_000n
  const priceOf = (wei: bigint) => ({ wei, perUnits: hour })
  expect(implausibility('live-video-to-video', 'pixel', priceOf(10n ** 18n - 1n))).toBeNull()
  expect(implausibility('live-video-to-video', 'pixel', priceOf(10n ** 18n))).toBe(
    'at this price one hour of video would cost 1 ETH',
  )
  expect(implausibility('transcoding', 'pixel', { wei: 100_000_000_000_000n, perUnits: 1n })).toBe(
    'at this price one hour of 720p30 video would cost 9953280 ETH',
  )
})

test('a stated zero is a price, and where nobody knows what a unit buys no price is implausible', () => {
  expect(implausibility('text-to-image', 'pixel', { wei: 0n, perUnits: 1n })).toBeNull()
  expect(implausibility('my-capability', 'unit', { wei: 10n ** 30n, perUnits: 1n })).toBeNull()
  expect(taskCosts('my-capability', 'unit', { wei: 1n, perUnits: 1n })).toEqual([])
})
