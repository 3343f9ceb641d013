import { describe, expect, test } from 'vitest'
import type { PriceUnit } from './pipeline'
import { formatDecimal, type Price } from './price'
import { costWei, type Fraction, weiToUsd } from './usd'
import { workedTasks } from './worked-cost'

const per = (wei: bigint, perUnits = 1n): Price => ({ wei, perUnits })
const decimal = ({ numerator, denominator }: Fraction, digits = 18) =>
  formatDecimal({ wei: numerator, perUnits: denominator }, digits)
const dollars = (numerator: bigint, denominator = 1n) => ({ numerator, denominator })

const cost = (pipeline: string, unit: PriceUnit, price: Price, id?: string) => {
  const tasks = workedTasks(pipeline, unit)
  const task = id === undefined ? tasks[0] : tasks.find((one) => one.id === id)
  if (!task) throw new Error(`no task ${id} for ${pipeline}`)
  const wei = costWei(price, task.units)
  return { wei: decimal(wei), usd: (rate: Fraction) => decimal(weiToUsd(wei, rate)), label: task.label }
}

describe('what people buy, in wei and in dollars, to the last digit', () => {
  test.each([
    // 1588 × 27,648,000 × 3600 wei, at 2,500 USD.
    [1_588n, '158058086400000', '0.395145216'],
    [2_330n, '231911424000000', '0.57977856'],
    [3_000n, '298598400000000', '0.746496'],
  ])('an hour of live video at %d wei per pixel', (wei, inWei, inUsd) => {
    const hour = cost('live-video-to-video', 'pixel', per(wei))
    expect([hour.label, hour.wei, hour.usd(dollars(2_500n))]).toEqual(['hour of video', inWei, inUsd])
  })

  test('an image, whose price is a fraction, is not rounded on the way', () => {
    const image = cost('text-to-image', 'pixel', per(11_800_000_000_000n, 54_901_722_631n))
    // 11,800,000,000,000 × 1,048,576 / 54,901,722,631 wei.
    expect(image.wei).toBe('225369919.322231475866493563')
    expect(image.usd(dollars(254_312_345_678n, 100_000_000n))).toBe('0.00000057314352828')
  })

  test('the price that the documentation recommends for an image is two cents', () => {
    // 1.9073484e-8 USD per pixel at 2,500 USD per ETH are 7,629,393.6 wei.
    expect(cost('text-to-image', 'pixel', per(76_293_936n, 10n)).usd(dollars(2_500n))).toBe(
      '0.019999997558784',
    )
  })

  test.each<[string, PriceUnit, string | undefined, string]>([
    ['live-video-to-video', 'pixel', 'frame', '921600'],
    ['live-video-to-video', 'pixel', 'second', '27648000'],
    ['live-video-to-video', 'pixel', 'minute', '1658880000'],
    ['transcoding', 'pixel', 'hour', '99532800000'],
    ['image-to-video', 'pixel', undefined, '14745600'],
    ['upscale', 'input-pixel', undefined, '262144'],
    ['segment-anything-2', 'input-pixel', undefined, '1048576'],
    ['audio-to-text', 'millisecond', 'hour', '3600000'],
    ['llm', 'token', undefined, '1000000'],
    ['text-to-speech', 'character', 'thousand-characters', '1000'],
    ['text-to-speech', 'character', 'thousand-characters-code', '1000000'],
    ['any/app', 'second', 'hour', '3600'],
    ['any/app', '720p-pixel', 'hour', '99532800000'],
    ['any/app', 'use', undefined, '1'],
  ])('%s by %s, %s, takes %s units', (pipeline, unit, id, units) =>
    expect(cost(pipeline, unit, per(1n), id).wei).toBe(units),
  )

  test('where nobody knows what a unit buys, nothing is worked out', () => {
    expect(workedTasks('my-capability', 'unit')).toEqual([])
    expect(workedTasks('text-to-image', 'unit')).toEqual([])
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect(workedTasks(name, 'pixel')).toEqual([])
  })

  test('both readings of speech say that they are uncertain', () =>
    expect(workedTasks('text-to-speech', 'character').every(({ uncertainty }) => uncertainty !== null)).toBe(
      true,
    ))
})
