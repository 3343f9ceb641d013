import { boundedName } from '@/lib/domain/bounded-name'

/** What a client of `GET /discover-orchestrators` asks for: any of the values within a list, all lists together. */
export interface DiscoverQuery {
  /** Capabilities, `pipeline/model` or a runner's app, compared exactly. */
  readonly caps: readonly string[]
  /** Apps, and names of cards, without the spaces around them. */
  readonly apps: readonly string[]
  readonly gpus: readonly string[]
}

export type DiscoverQueryResult =
  | { readonly ok: true; readonly query: DiscoverQuery }
  | { readonly ok: false; readonly problem: string }

/** Each value costs a walk through the network. */
const MAX_VALUES = 100

/**
 * The query of a URL, raw: `caps=…&caps=…`, and `app=` and `gpu=` of newer clients. Empty values and other parameters
 * are ignored.
 *
 * What cannot be read is a problem. go-livepeer drops a parameter with a bad percent-encoding or a raw semicolon, and
 * then answers with the whole network to somebody who asked for one capability (server/remote_signer.go). A
 * semicolon within a value is written `%3B`.
 */
export function parseDiscoverQuery(search: string): DiscoverQueryResult {
  const pairs: { key: string; value: string }[] = []
  for (const part of search.replace(/^\?/, '').split('&')) {
    const name = boundedName(part.split('=', 1)[0] ?? '')
    if (part.includes(';')) return problem(`holds a semicolon in ${name}; within a value write %3B`)
    const cut = part.includes('=') ? part.indexOf('=') : part.length
    const key = decode(part.slice(0, cut))
    const value = decode(part.slice(cut + 1))
    if (key === null || value === null)
      return problem(
        `holds a % in ${name} that begins no percent-encoded UTF-8; for the sign itself write %25`,
      )
    pairs.push({ key, value })
  }
  const valuesOf = (wanted: string): string[] =>
    pairs.filter(({ key, value }) => key === wanted && value !== '').map(({ value }) => value)
  const trimmed = (values: readonly string[]): string[] =>
    values.map((value) => value.trim()).filter((value) => value !== '')
  const query = {
    caps: unique(valuesOf('caps')),
    apps: unique(trimmed(valuesOf('app'))),
    gpus: unique(trimmed(valuesOf('gpu'))),
  }
  const count = query.caps.length + query.apps.length + query.gpus.length
  return count > MAX_VALUES
    ? problem(`asks for ${count} values of caps, app and gpu; up to ${MAX_VALUES} are looked up`)
    : { ok: true, query }
}

/** As in forms, a plus is a space. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}

const unique = (values: readonly string[]): string[] => [...new Set(values)]

const problem = (text: string): DiscoverQueryResult => ({ ok: false, problem: `The query ${text}.` })
