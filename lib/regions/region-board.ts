import type { RunnersOfAddress } from '@/lib/domain/live-runner'
import { type LocatedNode, parseRegionName, type Region } from '@/lib/domain/region'
import { regionOfPlace } from '@/lib/domain/region-of-place'
import { parseServiceUri } from '@/lib/domain/service-uri'
import { watchedFile } from '@/lib/files/watched-file'
import { type GeoipDatabase, parseGeoipDatabase } from './geoip-database'
import { parseRegionOverrides, type RegionOverrides } from './region-overrides'

export interface RegionSettings {
  /** File of the operator's own statements; null: none. */
  readonly overridesFile: string | null
  /** Database of addresses in MaxMind's format; null: none. */
  readonly geoipFile: string | null
  readonly pollMs?: number
}

/** Where nodes are: as the operator says, else as the node says, else as a database of addresses says, else unknown. */
export class RegionBoard {
  #overrides: RegionOverrides | null = null
  #geoip: GeoipDatabase | null = null
  #stops: (() => void)[] = []

  constructor(
    private readonly settings: RegionSettings,
    private readonly onProblem: (problem: string) => void,
  ) {}

  /** Resolves when its files were read once. */
  async start(): Promise<void> {
    const { overridesFile, geoipFile, pollMs } = this.settings
    const watch = <T>(path: string | null, parse: (bytes: Buffer) => T, take: (value: T) => void) => {
      if (path === null) return Promise.resolve()
      const options = {
        parse,
        onRead: take,
        onProblem: this.onProblem,
        ...(pollMs === undefined ? {} : { pollMs }),
      }
      const { ready, stop } = watchedFile(path, options)
      this.#stops.push(stop)
      return ready
    }
    await Promise.all([
      watch(overridesFile, parseRegionOverrides, (overrides) => {
        this.#overrides = overrides
      }),
      watch(geoipFile, parseGeoipDatabase, (geoip) => {
        this.#geoip = geoip
      }),
    ])
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop()
  }

  locate(node: LocatedNode): Region | null {
    const uri = parseServiceUri(node.uri)
    const stated = uri.ok ? (this.#overrides?.regionOf(uri.uri, node.address) ?? null) : null
    if (stated !== null) return { name: stated, from: 'operator' }
    const own = statedByNode(node.runners)
    if (own !== null) return { name: own, from: 'node' }
    const place = node.address === null ? null : (this.#geoip?.place(node.address) ?? null)
    const found = place && regionOfPlace(place)
    return found === null ? null : { name: found, from: 'geoip' }
  }
}

/** In the metadata of its live runners, where that is JSON with a `region`; the first that is one. */
function statedByNode(listings: readonly RunnersOfAddress[]): string | null {
  for (const { metadata } of listings.flatMap(({ runners }) => runners)) {
    const region = regionIn(metadata)
    if (region !== null) return region
  }
  return null
}

function regionIn(metadata: string): string | null {
  if (!metadata.startsWith('{')) return null
  try {
    const { region }: { region?: unknown } = JSON.parse(metadata)
    return typeof region === 'string' ? parseRegionName(region) : null
  } catch {
    return null
  }
}
