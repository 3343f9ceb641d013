import { expect, test } from 'vitest'
import type { MapRegionDto } from '@/lib/api/contract/region-map'
import { mapMarks } from './map-marks'
import { MAP_HEIGHT, placeOnMap } from './map-projection'

const region = (name: string, place: MapRegionDto['place'], nodes: number, cards = 0): MapRegionDto => ({
  name,
  place,
  offerings: nodes,
  nodes,
  orchestrators: nodes,
  cards,
  latency: { n: nodes, min_ms: 1, median_ms: 1, max_ms: 1 },
  price: null,
})

test('places lie where the grid has them', () => {
  expect(placeOnMap({ latitude: 84, longitude: -180 })).toEqual([0, 0])
  const [x, y] = placeOnMap({ latitude: -58, longitude: 0 })
  expect(x).toBe(480)
  expect(y).toBeCloseTo(MAP_HEIGHT, 0)
})

test('areas are as the numbers, the largest is drawn first, and a name without a place is not drawn', () => {
  const here = { latitude: 50, longitude: 8 }
  const marks = mapMarks(
    [region('few', { latitude: 0, longitude: 0 }, 1, 9), region('many', here, 4), region('nowhere', null, 9)],
    'nodes',
  )
  expect(marks.map((mark) => [mark.region.name, mark.radius])).toEqual([
    ['many', 4 + 16 * Math.sqrt(4 / 9)],
    ['few', 4 + 16 / 3],
  ])
  expect(mapMarks([region('a', here, 5, 0)], 'cards')[0]?.radius).toBe(4)
})

test('of two neighbours the left one has its label on the left', () => {
  const marks = mapMarks(
    [region('west', { latitude: 50, longitude: 0 }, 2), region('east', { latitude: 51, longitude: 20 }, 1)],
    'nodes',
  )
  expect(marks.map((mark) => [mark.region.name, mark.side])).toEqual([
    ['west', 'left'],
    ['east', 'right'],
  ])
})
