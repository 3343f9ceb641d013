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
  const { username, password } = url
  url.username = ''
  url.password = ''
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {
    url: url.href,
    ...hostAndPort(url),
    headers:
      credentials === ':' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
  }
}

/** Host (IPv6 without brackets) and port of an http or https URL. */
export const hostAndPort = ({ hostname, port, protocol }: URL): { host: string; port: number } => ({
  host: hostname.replace(/^\[|\]$/g, ''),
  port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
})
