/** Where to ask: `https://host:port` or `http://host:port`, host in lower case, port always there, base path kept without a trailing slash. */
export type ServiceUri = string & { readonly __brand: 'ServiceUri' }

export type ServiceUriResult =
  | { readonly ok: true; readonly uri: ServiceUri }
  | { readonly ok: false; readonly problem: string }

/** The port an orchestrator listens on unless it says otherwise (go-livepeer cmd/livepeer/starter). */
const DEFAULT_PORT = 8935
const MAX_LENGTH = 512

/**
 * Any spelling that people and chain records use → one spelling: a missing scheme becomes https, a missing port 8935,
 * IPv6 keeps its brackets or gets them. Credentials, queries and fragments are refused, since nothing on the wire carries them.
 */
export function parseServiceUri(text: string): ServiceUriResult {
  const trimmed = text.trim()
  if (trimmed === '') return problem('is empty')
  if (trimmed.length > MAX_LENGTH) return problem(`is longer than ${MAX_LENGTH} characters`)
  // URL leaves tabs and line ends out, wherever they stand.
  if (/\p{Cc}/u.test(trimmed)) return problem('has control characters')
  // Readers of URLs disagree on what stands behind it.
  if (trimmed.includes('\\')) return problem('has a backslash')
  if (/^[a-z][a-z0-9+.-]*:\/(?!\/)/i.test(trimmed)) return problem('has one slash behind its scheme')
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    return problem(`has the scheme ${scheme}; http and https are spoken`)
  let url: URL
  try {
    // http as stand-in scheme: URL drops a port that is the scheme's default, and no orchestrator means 80.
    const rest = scheme === undefined ? trimmed : trimmed.slice(scheme.length + 3)
    url = new URL(`http://${isBareIpv6(rest) ? `[${rest}]` : rest}`)
  } catch {
    return problem('is not a URL')
  }
  if (url.hostname === '') return problem('names no host')
  if (url.username || url.password) return problem('carries credentials')
  if (url.search || url.hash) return problem('carries a query or fragment')
  const port = url.port || (statesPort80(trimmed) ? '80' : String(DEFAULT_PORT))
  if (port === '0') return problem('has port 0')
  const path = url.pathname.replace(/\/+$/, '')
  return { ok: true, uri: brand(`${scheme ?? 'https'}://${url.hostname}:${port}${path}`) }
}

/** Host (IPv6 without brackets), port and whether TLS is spoken. */
export function dialTarget(uri: ServiceUri): { host: string; port: number; isTls: boolean } {
  const isTls = uri.startsWith('https:')
  const authority = uri.slice(uri.indexOf('//') + 2).split('/')[0] ?? ''
  const colon = authority.lastIndexOf(':')
  return {
    host: authority.slice(0, colon).replace(/^\[|\]$/g, ''),
    port: Number(authority.slice(colon + 1)),
    isTls,
  }
}

/** More than one colon outside brackets belongs to an address: no port can be told from it. */
const isBareIpv6 = (text: string): boolean => /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(text)

const statesPort80 = (text: string): boolean =>
  /^(?:[a-z]+:\/\/)?(?:\[[^\]]*\]|[^/:?#]*):80(?:[/?#]|$)/i.test(text)

const problem = (text: string): ServiceUriResult => ({ ok: false, problem: text })

/** Safe because every caller has just put the parts together in the one spelling. */
const brand = (text: string): ServiceUri => text as ServiceUri

/**
 * A text of a list without what may be a secret in it, when it is no service URI: everything up to the last `@`, but for
 * the scheme, and what a query or fragment says. A text that is one has none.
 */
export function withoutSecrets(text: string): string {
  if (!/[@?#]/.test(text) || parseServiceUri(text).ok) return text
  const scheme = /^\s*[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0] ?? ''
  const at = text.lastIndexOf('@')
  const rest = at === -1 ? text.slice(scheme.length) : `…${text.slice(at)}`
  return scheme + rest.replace(/([?#]).*$/s, '$1…')
}
