import { parseServiceUri } from '@/lib/domain/service-uri'
import type { LiveNode } from './list-offerings'

/**
 * Where a gateway asks this node: scheme, host and port, as we did ourselves. A path is left out, since the call has
 * none. Null where nobody should dial: what may not be dialled any more, and a node that advertises no address and so
 * takes no work. What it advertises is a text that nobody has dialled, so it is not what is handed on.
 */
export function dialableAddress({ uri, kind, lastAnswer }: LiveNode): string | null {
  if (kind === 'blocked' || kind === 'invalid-uri' || lastAnswer.answer.transcoder === '') return null
  const parsed = parseServiceUri(uri)
  return parsed.ok ? parsed.uri.split('/').slice(0, 3).join('/') : null
}
