import { describe, expect, test } from 'vitest'
import { CAPABILITY_NAMES } from './capability'
import { type PriceUnit, pipelineOf, unitOf } from './pipeline'
import { isKnownPipeline, SALE_UNITS, saleUnitNames, saleUnits } from './sale-unit'
import { workedTasks } from './worked-cost'

const PIPELINES: readonly (readonly [string, PriceUnit])[] = [
  ...CAPABILITY_NAMES.map(([id]) => [pipelineOf(id), unitOf(id)] as const).filter(([pipeline]) =>
    isKnownPipeline(pipeline),
  ),
  ['transcoding', 'pixel'],
  ['any/app', 'second'],
  ['any/app', '720p-pixel'],
  ['any/app', 'use'],
]

describe('what is sold is what the pages and the API work out costs by', () => {
  test.each(PIPELINES)('%s by %s', (pipeline, unit) => {
    const tasks = workedTasks(pipeline, unit)
    const [first] = saleUnits(pipeline, unit)
    const [task] = tasks
    expect([first?.readings[0], first?.uncertainty]).toEqual([task?.units, task?.uncertainty])
    for (const { id, units } of tasks) {
      const sold = saleUnits(pipeline, unit).find(({ name }) => name === id)
      if (sold) expect(sold.readings).toContain(units)
    }
  })
})

test.each<[string, PriceUnit, string, bigint[]]>([
  ['text-to-image', 'pixel', 'image', [1_048_576n]],
  ['text-to-image', 'pixel', 'megapixel', [1_000_000n]],
  ['upscale', 'input-pixel', 'image', [262_144n]],
  ['image-to-video', 'pixel', 'clip', [14_745_600n]],
  ['image-to-video', 'pixel', 'frame', [589_824n]],
  ['audio-to-text', 'millisecond', 'second', [1_000n]],
  ['llm', 'token', 'thousand-tokens', [1_000n]],
  ['live-video-to-video', 'pixel', 'minute', [1_658_880_000n]],
  ['my-capability', 'unit', 'unit', [1n]],
  ['38', 'pixel', 'megapixel', [1_000_000n]],
  ['text-to-speech', 'character', 'character', [1n, 1_000n]],
])('%s by %s is sold by the %s', (pipeline, unit, name, readings) =>
  expect(saleUnits(pipeline, unit).find((one) => one.name === name)?.readings).toEqual(readings),
)

test('a capability or runner that is called like a pipeline is sold by its own unit', () => {
  expect(saleUnits('text-to-image', 'unit').map(({ name }) => name)).toEqual(['unit'])
  expect(saleUnits('llm', 'use').map(({ name }) => name)).toEqual(['use'])
})

test('what nobody knows may be sold by whatever runners and capabilities are billed by, whoever named it', () => {
  for (const name of ['any/app', '__proto__', 'constructor', 'toString', '']) {
    expect(isKnownPipeline(name)).toBe(false)
    expect(saleUnitNames(name)).toEqual(['hour', 'minute', 'second', 'frame', 'megapixel', 'use', 'unit'])
  }
  expect(saleUnitNames('llm')).toEqual(['million-tokens', 'thousand-tokens', 'token'])
})

test('every unit belongs to something', () =>
  expect(
    new Set([...PIPELINES.map(([pipeline]) => pipeline), 'any/app'].flatMap((name) => saleUnitNames(name))),
  ).toEqual(new Set(SALE_UNITS)))
