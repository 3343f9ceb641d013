import { createHash, timingSafeEqual } from 'node:crypto'
import { secretOf } from '@/lib/keys/secret-of'
import type { ReadRequest } from './answer'
import type { AnswerDeps } from './endpoint'

/**
 * Whether a request comes from whoever runs this server, or from somebody whom they gave a key with that scope. Without
 * an OPERATOR_KEY nobody's does.
 */
export function bearsOperatorKey(
  request: Pick<ReadRequest, 'header'>,
  { operatorKey, keys }: Pick<AnswerDeps, 'operatorKey' | 'keys'>,
): boolean {
  if (operatorKey === null) return false
  const secret = secretOf(request)
  if (secret === null) return false
  if (isSameSecret(secret, operatorKey)) return true
  const found = keys.find(secret)
  return found.kind === 'known' && found.key.scopes.includes('operator')
}

/** What there is depends on who asks, which caches are told. */
export const VARY_BY_KEY = { vary: 'authorization, x-api-key' }

/** In a time that tells nothing of how much of it was right. */
const isSameSecret = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b))
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
