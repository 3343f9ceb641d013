import type { UpstreamHeaders } from '../upstream/exchange'

/** What channels say of their segments (go-livepeer trickle/trickle_server.go). */
export const SEQ = 'lp-trickle-seq'
export const LATEST = 'lp-trickle-latest'
export const CLOSED = 'lp-trickle-closed'
export const RESET = 'lp-trickle-reset'

/** A number that a header states; null: none. */
export function indexIn(headers: UpstreamHeaders, name: string): number | null {
  const value = headers[name]
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : null
}
