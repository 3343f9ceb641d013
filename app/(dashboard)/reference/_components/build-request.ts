import type { ApiOperation, Bearer } from './read-operations'
import type { RequestForm } from './request-form'

/** A request as it goes out, but for the key. */
export interface ApiRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | null
}

export function buildRequest(
  { method, path, body }: ApiOperation,
  { entries, body: text }: RequestForm,
): ApiRequest {
  const given = entries.filter(({ value }) => value !== '')
  const target = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encode(given.find((entry) => entry.place === 'path' && entry.name === name)?.value ?? ''),
  )
  const query = given
    .filter(({ place }) => place === 'query')
    .map(({ name, value }) => `${encode(name, '[]')}=${encode(value, ',/:')}`)
    .join('&')
  return {
    method,
    target: query === '' ? target : `${target}?${query}`,
    headers: [
      ...given.filter(({ place }) => place === 'header').map(({ name, value }) => [name, value] as const),
      ...(body ? [['content-type', 'application/json'] as const] : []),
    ],
    body: body ? text : null,
  }
}

/** Percent-encoded, the quote of shells too; what is in `plain` stays readable, since a query may hold it. */
const encode = (text: string, plain = ''): string =>
  encodeURIComponent(text.replace(LONE_SURROGATE, '\ufffd'))
    .replaceAll("'", '%27')
    .replace(/%[0-9A-F]{2}/g, (code) => (plain.includes(decodeAscii(code)) ? decodeAscii(code) : code))

/** Half a character, which is no text that could be sent. */
const LONE_SURROGATE = /\p{Cs}/gu

const decodeAscii = (code: string): string => String.fromCharCode(Number.parseInt(code.slice(1), 16))

/** The same request for a shell. The key stays a variable of it, so that it stands in no history. */
export function curlCommand(
  { method, target, headers, body }: ApiRequest,
  { origin, bearer }: { origin: string; bearer: Bearer | null },
): string {
  const parts = [
    // Without --globoff curl takes brackets for patterns of its own.
    `curl --globoff ${quote(`${origin}${target}`)}`,
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...(bearer === null ? [] : [`-H "authorization: Bearer $${VARIABLES[bearer]}"`]),
    ...headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-raw ${quote(body)}`]),
  ]
  return parts.join(' \\\n  ')
}

const VARIABLES: Readonly<Record<Bearer, string>> = { operator: 'OPERATOR_KEY', key: 'API_KEY' }

/** One word of a POSIX shell. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
