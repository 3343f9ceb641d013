import type { ReadRequest } from '../answer'
import type { Routing } from './routing'

/** Under which address the client finds this server: as it is set, or as the client called it. */
export function publicBase(
  { header }: Pick<ReadRequest, 'header'>,
  { publicUrl }: Pick<Routing, 'publicUrl'>,
): string {
  if (publicUrl !== null) return publicUrl
  const host = header('host') ?? 'localhost'
  const scheme = header('x-forwarded-proto') === 'https' ? 'https' : 'http'
  return `${scheme}://${HOST.test(host) ? host : 'localhost'}`
}

const HOST = /^[A-Za-z0-9.[\]:_-]{1,255}$/
