import type { RunnersOfAddress } from './live-runner'

/** Who says where a node is: the operator's own file, the node itself, or a database of addresses. */
export const REGION_SOURCES = ['operator', 'node', 'geoip'] as const
export type RegionSource = (typeof REGION_SOURCES)[number]

/** Where a node is, in the names that people use for regions: `us-east`, `eu-central`. */
export interface Region {
  readonly name: string
  readonly from: RegionSource
}

/** What is known of a node that can tell where it is. */
export interface LocatedNode {
  readonly uri: string
  /** The address that was dialled; null when none is known. */
  readonly address: string | null
  readonly runners: readonly RunnersOfAddress[]
}

const MAX_LENGTH = 32

/** A stated name in the one spelling, lower case; null for a text that is no such name. */
export function parseRegionName(text: string): string | null {
  const name = text.trim().toLowerCase()
  return name.length <= MAX_LENGTH && /^[a-z]{2,}(-[a-z0-9]+){0,3}$/.test(name) ? name : null
}

/** What a database of addresses knows of one; null is what it does not know. */
export interface Place {
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null
  /** AF, AN, AS, EU, NA, OC or SA. */
  readonly continent: string | null
  readonly latitude: number | null
  readonly longitude: number | null
}
