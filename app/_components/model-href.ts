import { offeringsHref } from './offering-url'

/** What a model is called by: its id, or the pipeline where nodes name no model. */
export const modelIdOf = ({ model, pipeline }: { model: string | null; pipeline: string }): string =>
  model ?? pipeline

/**
 * The page of a model. Its slashes stay, so that the address can be read; ids that browsers would take for a way up, or
 * for nothing, go as one segment.
 */
export function modelHref(id: string): string {
  // No way of writing these two gets past a browser.
  if (id === '.' || id === '..') return offeringsHref({ model: [id] })
  const segments = id.split('/')
  const isPlain = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..')
  return `/models/${isPlain ? segments.map(encodeURIComponent).join('/') : encodeURIComponent(id)}`
}

/** The id that the segments of an address name; null: they cannot be read. */
export function modelIdOfSegments(segments: readonly string[]): string | null {
  try {
    return segments.map(decodeURIComponent).join('/')
  } catch {
    return null
  }
}
