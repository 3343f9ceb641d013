import { hostAndPort } from './host-and-port'

/** A URL of the operator's configuration: where it leads, and what was in it for that place alone. */
export interface OperatorPlace {
  /** Without credentials. */
  readonly url: string
  readonly host: string
  readonly port: number
  /** Its credentials as basic authentication. */
  readonly headers: Readonly<Record<string, string>>
}

export function operatorPlace(text: string): OperatorPlace {
  const url = new URL(text)
  const credentials = `${decoded(url.username)}:${decoded(url.password)}`
  url.username = ''
  url.password = ''
  return {
    url: url.href,
    ...hostAndPort(url),
    headers:
      credentials === ':' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
  }
}

/** A path below a base, whose own path stays in front and whose query stays behind. */
export function belowBase(base: string, path: string): string {
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`
  return url.href
}

/** A password may hold a percent sign that encodes nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
