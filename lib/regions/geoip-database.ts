import { type CityResponse, Reader } from 'maxmind'
import type { Place } from '@/lib/domain/region'

/** A database of addresses in MaxMind's format (city or country), read whole into memory. */
export interface GeoipDatabase {
  /** Null for an address that it does not know. */
  place(address: string): Place | null
}

/** Throws for bytes that are no such database. */
export function parseGeoipDatabase(bytes: Buffer): GeoipDatabase {
  const reader = new Reader<CityResponse>(bytes)
  return {
    place(address) {
      const found = reader.get(address)
      if (found === null) return null
      const { country, registered_country, continent, location } = found
      return {
        country: text(country?.iso_code ?? registered_country?.iso_code),
        continent: text(continent?.code),
        latitude: coordinate(location?.latitude),
        longitude: coordinate(location?.longitude),
      }
    },
  }
}

// The file is what somebody put there: its types are hopes.
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const coordinate = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
