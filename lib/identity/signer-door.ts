import { allowingPlace } from '@/lib/net/dial-policy'
import { type GuardedDeps, guardedRequest } from '@/lib/net/guarded-request'
import { operatorPlace } from '@/lib/net/operator-place'
import type { PostJson } from './remote-signer-identity'

/** How a remote signer is spoken to. */
export interface SignerDoor {
  readonly post: PostJson
  /** Without credentials; it may have a base path. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** The operator has named it, so it may be anywhere. */
export function signerDoor(
  signer: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  net: GuardedDeps,
  limits: { readonly timeoutMs: number; readonly maxBytes: number },
): SignerDoor {
  const place = operatorPlace(signer.url)
  const deps = { ...net, policy: allowingPlace(net.policy, place) }
  return {
    url: place.url,
    headers: { ...place.headers, ...signer.headers },
    post: (url, request) =>
      guardedRequest(
        url,
        { ...request, ...limits, method: 'POST', maxRedirects: 0, verifiesTls: true },
        deps,
      ),
  }
}
