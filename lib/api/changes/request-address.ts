import type { ReadRequest } from '../answer'

/** What a host may consist of, in any form: a name, an address, a port. */
const HOST = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

/** The origin at which the client asked, as its own request says: `https://offerings.example`. */
export function requestOrigin({ url, header }: Pick<ReadRequest, 'url' | 'header'>): string {
  const host = header('host') ?? ''
  // A proxy that ends TLS says so; only the first word is the client's own.
  const forwarded = header('x-forwarded-proto')?.split(',')[0]?.trim().toLowerCase()
  const scheme = forwarded === 'https' || url.protocol === 'https:' ? 'https' : 'http'
  const origin = `${scheme}://${HOST.test(host) ? host : url.host}`
  return URL.canParse(origin) ? new URL(origin).origin : url.origin
}

/** The whole address that the client asked, with one parameter set to another value; null: without it. */
export function requestAddress(
  request: ReadRequest,
  [parameter, value]: readonly [parameter: string, value: string | null],
): string {
  const address = new URL(requestOrigin(request))
  address.pathname = request.url.pathname
  address.search = request.url.search
  if (value === null) address.searchParams.delete(parameter)
  else address.searchParams.set(parameter, value)
  return address.href
}
