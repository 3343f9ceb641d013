import { createHmac, timingSafeEqual } from 'node:crypto'
import { minimalBytes } from '@/lib/livepeer/big-endian'
import type { AuthTokenMessage } from '@/lib/livepeer/messages'

/** The proof that a node itself let somebody in: it is bound to a session and to its end (go-livepeer core/orchestrator.go). */
export function authToken(secret: Uint8Array, sessionId: string, expiration: bigint): AuthTokenMessage {
  const end = minimalBytes(expiration < 0n ? -expiration : expiration)
  return { token: createHmac('sha256', secret).update(sessionId).update(end).digest(), sessionId, expiration }
}

export type TokenRefusal = 'missing auth token' | 'invalid auth token' | 'expired auth token'

/** In go-livepeer's words and order (server/segment_rpc.go); null: it is good. */
export function refuseToken(
  token: AuthTokenMessage | null,
  { secret, now }: { readonly secret: Uint8Array; readonly now: number },
): TokenRefusal | null {
  if (!token) return 'missing auth token'
  const real = authToken(secret, token.sessionId, token.expiration).token
  if (real.length !== token.token.length || !timingSafeEqual(real, token.token)) return 'invalid auth token'
  return BigInt(now) > token.expiration * 1_000n ? 'expired auth token' : null
}
