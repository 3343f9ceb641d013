import { createHash, timingSafeEqual } from 'node:crypto'
import type { ReadRequest } from './answer'
import type { AnswerDeps } from './endpoint'

/** Whether a request comes from whoever runs this server. Without a key nobody's does. */
export function bearsOperatorKey(
  request: Pick<ReadRequest, 'header'>,
  { operatorKey }: Pick<AnswerDeps, 'operatorKey'>,
): boolean {
  if (operatorKey === null) return false
  const [, key] = /^bearer +(.*)$/i.exec(request.header('authorization') ?? '') ?? []
  return key !== undefined && isSameSecret(key, operatorKey)
}

/** What there is depends on who asks, which caches are told. */
export const VARY_BY_KEY = { vary: 'authorization' }

/** In a time that tells nothing of how much of it was right. */
const isSameSecret = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b))
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
