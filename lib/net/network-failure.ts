import type { UnansweredKind } from '@/lib/domain/outcome'

/** The step of a connection in which it broke. */
export type ConnectionStep = 'connect' | 'tls' | 'answer'

/** What the network stack says of a broken connection → one of our kinds. `code` is the system's or Node's, or empty. */
export function networkFailureKind({ code, step }: { code: string; step: ConnectionStep }): UnansweredKind {
  const known = SYSTEM_CODES[code]
  if (known) return known
  // TLS libraries have hundreds of codes; whatever breaks in that step without a known cause is TLS.
  return step === 'tls' && code !== '' ? 'tls' : 'reset'
}

/** The kind in a few words, to stand within a sentence, with the code that it was told by. */
export const networkFailurePhrase = (kind: UnansweredKind, code: string): string =>
  `${PHRASES[kind] ?? 'the connection was cut'}${code === '' ? '' : ` (${code})`}`

const PHRASES: Partial<Record<UnansweredKind, string>> = {
  refused: 'nobody listens there',
  unreachable: 'there is no way to it',
  'timed-out': 'it did not answer in time',
  tls: 'the secure connection could not be set up',
}

const SYSTEM_CODES: Readonly<Record<string, UnansweredKind>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timed-out',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
}

/** OpenSSL's own words without its file names and thread ids; null for an error that is not its. */
export function tlsReason(error: Error): string | null {
  if (!('reason' in error) || typeof error.reason !== 'string') return null
  return /wrong version number|packet length too long|http request/.test(error.reason)
    ? `the peer does not speak TLS (${error.reason})`
    : `TLS: ${error.reason}`
}

export const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : ''
