import { geoEquirectangular, geoPath } from 'd3-geo'
import { feature } from 'topojson-client'
import world from 'world-atlas/land-110m.json'
import { once } from '@/lib/domain/once'
import { MAP_HEIGHT, MAP_SCALE, MAP_TRANSLATE, MAP_WIDTH } from './map-projection'

/** The continents as one path, made once on the server; nobody else is asked for a map. */
export function WorldLand() {
  return <path d={landPath()} fill="var(--hover)" stroke="var(--line)" strokeWidth="0.5" aria-hidden />
}

const landPath = once((): string => {
  const projection = geoEquirectangular()
    .scale(MAP_SCALE)
    .translate(MAP_TRANSLATE)
    .clipExtent([
      [0, 0],
      [MAP_WIDTH, MAP_HEIGHT],
    ])
  const topology = asTopology(world)
  const { land } = topology.objects
  return (land && geoPath(projection).digits(1)(feature(topology, land))) ?? ''
})

/** The type of a JSON file has no literals; that it is a topology is what world-atlas documents. */
const asTopology = (json: object) => json as Parameters<typeof feature>[0]
