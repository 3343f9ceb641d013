import type { MapRegionDto } from '@/lib/api/contract/region-map'
import { placeOnMap } from './map-projection'

export type MapSize = 'nodes' | 'cards'

export interface MapMark {
  readonly region: MapRegionDto
  readonly x: number
  readonly y: number
  readonly radius: number
  /** On which side its label has room. */
  readonly side: 'left' | 'right'
}

const LEAST_RADIUS = 4
const RADIUS_SPAN = 16
/** How wide and high a label is, about. */
const LABEL_WIDTH = 110
const LABEL_HEIGHT = 16

/** A circle for each region that has a place; areas are as the numbers. Large ones come first, so that small ones lie on them. */
export function mapMarks(regions: readonly MapRegionDto[], by: MapSize): readonly MapMark[] {
  const most = Math.max(1, ...regions.map((region) => region[by]))
  const placed = regions.flatMap((region) => {
    if (region.place === null) return []
    const [x, y] = placeOnMap(region.place)
    return [{ region, x, y, radius: LEAST_RADIUS + RADIUS_SPAN * Math.sqrt(region[by] / most) }]
  })
  return placed
    .map((mark): MapMark => ({ ...mark, side: hasRightNeighbour(mark, placed) ? 'left' : 'right' }))
    .sort((a, b) => b.radius - a.radius)
}

type Point = Pick<MapMark, 'x' | 'y'>

const hasRightNeighbour = (mark: Point, others: readonly Point[]): boolean =>
  others.some(
    (other) =>
      other !== mark &&
      other.x >= mark.x &&
      other.x - mark.x < LABEL_WIDTH &&
      Math.abs(other.y - mark.y) < LABEL_HEIGHT,
  )
