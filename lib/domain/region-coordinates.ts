/** A point on earth, in degrees. */
export interface GeoPoint {
  readonly latitude: number
  readonly longitude: number
}

/**
 * Where a region is drawn, by its name: about the middle of what the name stands for, since a region is no place. A
 * number at the end (`us-east-1`) is of a cloud's own counting and changes nothing. Null for a name that nobody knows.
 */
export function regionCoordinates(name: string): GeoPoint | null {
  const point = BY_NAME.get(name) ?? BY_NAME.get(name.replace(/-?\d+[a-z]?$/, ''))
  if (!point) return null
  const [latitude, longitude] = point
  return { latitude, longitude }
}

/** Names that clouds use, those that addresses are given here (region-of-place.ts), and cities of Livepeer's leaderboard. */
const BY_NAME: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['us', [39, -98]],
  ['us-east', [38.5, -77.5]],
  ['us-central', [41.3, -95]],
  ['us-west', [40, -121]],
  ['us-south', [31, -97]],
  ['us-north', [45, -93]],
  ['us-southeast', [33.7, -84.4]],
  ['us-northeast', [41, -74]],
  ['us-northwest', [45.6, -121]],
  ['us-southwest', [33.4, -112]],
  ['ca', [51, -95]],
  ['ca-east', [45.5, -73.6]],
  ['ca-central', [45.5, -73.6]],
  ['ca-west', [51, -114]],
  ['mx', [20.6, -100.4]],
  ['mx-central', [20.6, -100.4]],
  ['na', [45, -100]],
  ['na-south', [15, -86]],
  ['sa', [-15, -58]],
  ['sa-east', [-23.5, -46.6]],
  ['sa-west', [-33.4, -70.7]],
  ['eu', [50, 10]],
  ['eu-west', [53.3, -6.3]],
  ['eu-central', [50.1, 8.7]],
  ['eu-north', [59.3, 18]],
  ['eu-south', [45.5, 9.2]],
  ['eu-east', [50.4, 30.5]],
  ['eu-southeast', [44.4, 26.1]],
  ['eu-southwest', [40.4, -3.7]],
  ['af', [2, 20]],
  ['af-north', [30, 31.2]],
  ['af-south', [-33.9, 18.4]],
  ['af-west', [6.5, 3.4]],
  ['af-east', [-1.3, 36.8]],
  ['me', [25, 50]],
  ['me-central', [24.5, 54.4]],
  ['me-south', [26.1, 50.6]],
  ['me-west', [32.1, 34.8]],
  ['il-central', [32.1, 34.8]],
  ['ap', [20, 110]],
  ['asia', [30, 100]],
  ['ap-east', [22.3, 114.2]],
  ['ap-northeast', [35.7, 139.7]],
  ['ap-south', [19.1, 72.9]],
  ['ap-southeast', [1.3, 103.8]],
  ['ap-central', [43.2, 76.9]],
  ['ap-north', [56, 92]],
  ['asia-east', [24, 121]],
  ['asia-northeast', [35.7, 139.7]],
  ['asia-south', [19.1, 72.9]],
  ['asia-southeast', [1.3, 103.8]],
  ['oceania', [-33.9, 151.2]],
  ['au', [-25, 134]],
  ['au-southeast', [-33.9, 151.2]],
  ['fra', [50.1, 8.7]],
  ['lon', [51.5, -0.1]],
  ['prg', [50.1, 14.4]],
  ['nyc', [40.7, -74]],
  ['mdw', [41.8, -87.8]],
  ['lax', [34, -118.2]],
  ['sea', [47.6, -122.3]],
  ['tor', [43.7, -79.4]],
  ['sao', [-23.5, -46.6]],
  ['sin', [1.3, 103.8]],
  ['hnd', [35.6, 139.8]],
  ['syd', [-33.9, 151.2]],
])
