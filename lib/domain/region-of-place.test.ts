import { expect, test } from 'vitest'
import { type Place, parseRegionName } from './region'
import { regionOfPlace } from './region-of-place'

const place = (
  country: string | null,
  continent: string | null,
  latitude: number | null,
  longitude: number | null,
): Place => ({
  country,
  continent,
  latitude,
  longitude,
})

test.each([
  ['US', 'NA', 39, -77.5, 'us-east'],
  ['US', 'NA', 41, -95.9, 'us-central'],
  ['US', 'NA', 45, -121, 'us-west'],
  ['US', 'NA', null, null, null],
  ['CA', 'NA', 45.5, -73.6, 'ca-east'],
  ['CA', 'NA', 51, -114, 'ca-west'],
  ['DE', 'EU', 50, 8, 'eu-central'],
  ['GB', 'EU', 51, 0, 'eu-west'],
  ['FI', 'EU', null, null, 'eu-north'],
  ['IT', 'EU', 45, 9, 'eu-south'],
  ['RU', 'EU', 55, 37, 'eu-east'],
  ['RU', 'AS', 55, 83, 'ap-north'],
  ['SG', 'AS', 1, 103, 'ap-southeast'],
  ['AU', 'OC', -33, 151, 'ap-southeast'],
  ['JP', 'AS', 35, 139, 'ap-northeast'],
  ['IN', 'AS', 19, 72, 'ap-south'],
  ['BR', 'SA', -23, -46, 'sa-east'],
  ['CL', 'SA', -33, -70, 'sa-west'],
  ['ZA', 'AF', -33, 18, 'af-south'],
  ['EG', 'AF', 30, 31, 'af-north'],
  ['NG', 'AF', 6, 3, 'af-west'],
  ['KE', 'AF', -1, 36, 'af-east'],
  ['JM', 'NA', 18, -77, 'na-south'],
  [null, 'EU', 50, 8, null],
  ['XX', 'AS', 1, 1, null],
  ['__proto__', null, null, null, null],
])('%s in %s at %s, %s is %s', (country, continent, latitude, longitude, region) =>
  expect(regionOfPlace(place(country, continent, latitude, longitude))).toBe(region),
)

test('a name of a region is a few words of letters and digits', () => {
  for (const text of ['us-east', 'EU-Central-1', ' eu '])
    expect(parseRegionName(text)).toBe(text.trim().toLowerCase())
  for (const text of ['', 'u', 'us east', 'us_east', '1-us', 'us-', '-us', 'a-b-c-d-e', 'x'.repeat(33)])
    expect(parseRegionName(text)).toBeNull()
})
