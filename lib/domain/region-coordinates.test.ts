import { expect, test } from 'vitest'
import { regionCoordinates } from './region-coordinates'
import { regionOfPlace } from './region-of-place'

test('a number of a cloud’s own counting leads to the region', () => {
  const east = regionCoordinates('us-east')
  expect(east).toEqual({ latitude: 38.5, longitude: -77.5 })
  for (const name of ['us-east-1', 'us-east4', 'us-east-2b']) expect(regionCoordinates(name)).toEqual(east)
})

test('no place is invented for a name that nobody knows', () => {
  for (const name of ['', 'moon', 'basement-rack', 'constructor', '7'])
    expect(regionCoordinates(name)).toBeNull()
})

test('every region that an address is put into has a place on the map', () => {
  const countries = 'IE DE SE ES UA CN JP IN SG KZ AE MX US CA RU BR CL EG ZA NG KE AU CU'.split(' ')
  const continents: Readonly<Record<string, string>> = {
    BR: 'SA',
    CL: 'SA',
    EG: 'AF',
    ZA: 'AF',
    NG: 'AF',
    KE: 'AF',
    CU: 'NA',
  }
  const places: Readonly<Record<string, readonly [number, number]>> = {
    US: [40, -75],
    CA: [45, -73],
    RU: [56, 92],
    BR: [-23, -46],
    CL: [-33, -70],
    EG: [30, 31],
    ZA: [-33, 18],
    NG: [6, 3],
    KE: [-1, 36],
  }
  for (const country of countries) {
    const [latitude = null, longitude = null] = places[country] ?? []
    const name = regionOfPlace({ country, continent: continents[country] ?? null, latitude, longitude })
    expect([country, name && regionCoordinates(name)]).toEqual([
      country,
      { latitude: expect.any(Number), longitude: expect.any(Number) },
    ])
  }
})
