import type { MapRegionDto } from '@/lib/api/contract/region-map'

/** Equirectangular, from 84° north to 58° south: a plain grid, on which pages can place points without a library. */
export const MAP_WIDTH = 960
const NORTH = 84
const SOUTH = -58
const PER_DEGREE = MAP_WIDTH / 360
export const MAP_HEIGHT = Math.round((NORTH - SOUTH) * PER_DEGREE)

/** As d3-geo takes it for the same grid. */
export const MAP_SCALE = MAP_WIDTH / (2 * Math.PI)
export const MAP_TRANSLATE: [number, number] = [MAP_WIDTH / 2, NORTH * PER_DEGREE]

export const placeOnMap = ({
  latitude,
  longitude,
}: NonNullable<MapRegionDto['place']>): readonly [x: number, y: number] => [
  (longitude + 180) * PER_DEGREE,
  (NORTH - latitude) * PER_DEGREE,
]
