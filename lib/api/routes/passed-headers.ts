import type { UpstreamHeaders } from '@/lib/routing/upstream/exchange'
import type { ReadRequest } from '../answer'

/**
 * What is a stranger's page is none of this server's: whoever opens it sees it in an origin of its own, without the keys
 * and pages that are kept for ours.
 */
export const STRANGERS_CONTENT = {
  'content-security-policy': 'sandbox allow-scripts allow-forms allow-popups allow-downloads',
}

/** A header of a stranger's answer as one that can be sent; null: there is none. */
export function passedHeader(headers: UpstreamHeaders, name: string): string | null {
  const value = headers[name]
  const text = Array.isArray(value) ? value.join(', ') : value
  return text === undefined ? null : sendable(text)
}

/** What a line of HTTP can carry. */
const sendable = (text: string): string => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?').slice(0, 8_000)

/** Of one connection, and not of what is said on it (RFC 9110 §7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** What is said to this server alone: to whom it is, with which key, from where, and how it is to be routed. */
const TO_US = new Set([
  ...HOP_BY_HOP,
  'host',
  'expect',
  'authorization',
  'x-api-key',
  'cookie',
  'forwarded',
  'via',
  'x-real-ip',
  'http2-settings',
])
const TO_US_PREFIXES = /^(livepeer-|x-forwarded-|sec-websocket-)/

/** What would change more than this one answer, for a page of this server or for its name. */
const NOT_FROM_STRANGERS = new Set([
  ...HOP_BY_HOP,
  'set-cookie',
  'clear-site-data',
  'strict-transport-security',
  'alt-svc',
  'nel',
  'report-to',
  'reporting-endpoints',
  'service-worker-allowed',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'content-security-policy',
])

/** A client's headers, as an app is to see them. */
export function headersForApp({
  header,
  headers,
}: Pick<ReadRequest, 'header' | 'headers'>): Record<string, string> {
  const listed = listedIn(header('connection'))
  const passed: Record<string, string> = {}
  for (const [name, value] of headers?.() ?? [])
    if (!TO_US.has(name) && !TO_US_PREFIXES.test(name) && !listed.has(name)) passed[name] = value
  return passed
}

/** An app's headers, as a client may see them. */
export function headersFromApp(headers: UpstreamHeaders): Record<string, string> {
  const listed = listedIn(passedHeader(headers, 'connection'))
  const passed: Record<string, string> = {}
  for (const name of Object.keys(headers)) {
    const value = passedHeader(headers, name)
    if (value !== null && !NOT_FROM_STRANGERS.has(name) && !listed.has(name)) passed[name] = value
  }
  return { ...passed, ...STRANGERS_CONTENT }
}

const listedIn = (connection: string | null): ReadonlySet<string> =>
  new Set((connection ?? '').split(',').map((name) => name.trim().toLowerCase()))
