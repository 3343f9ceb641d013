import type { ReadRequest } from '@/lib/api/answer'
import { isLocalHost, isLoopbackAddress } from '@/lib/keys/this-machine'

/**
 * Whom a request comes from, as far as Next's door can know. Next tells handlers of no connection; it writes the address
 * into `x-forwarded-for` unless the client wrote something there itself, which then is only the client's word. So the
 * address is known where Next listens to this machine alone, and that header is hidden where nobody else can have come
 * by it.
 */
export function dashboardPeer(
  header: ReadRequest['header'],
  { argv }: { readonly argv: readonly string[] },
): Required<Pick<ReadRequest, 'header' | 'peer'>> {
  if (!isBoundToLoopback(argv)) return { header, peer: null }
  return {
    peer: '127.0.0.1',
    header: (name) => {
      const value = header(name)
      return name === 'x-forwarded-for' && value !== null && isLoopbackAddress(value) ? null : value
    },
  }
}

/** By the arguments of `next start`, which listens everywhere unless they say otherwise, whatever HOSTNAME is. */
function isBoundToLoopback(argv: readonly string[]): boolean {
  const hosts = argv.flatMap((arg, i) => {
    if (arg === '-H' || arg === '--hostname') return argv[i + 1] ?? ''
    return arg.startsWith('--hostname=') ? arg.slice('--hostname='.length) : []
  })
  // The last one counts.
  const host = hosts.at(-1)
  return host !== undefined && (isLoopbackAddress(host) || isLocalHost(host))
}
