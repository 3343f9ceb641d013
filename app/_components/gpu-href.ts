import { offeringsHref } from './offering-url'

/** The page of a card, by its short name, which a stranger chose: as one segment, whatever stands in it. */
export const gpuHref = (name: string): string =>
  // No way of writing these two gets past a browser.
  name === '.' || name === '..' ? offeringsHref({ gpu: [name] }) : `/gpus/${encodeURIComponent(name)}`

/** The name that a segment of an address says; null: it cannot be read. */
export function gpuNameOfSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
