/** What a key may be used for: a closed set. */
export const KEY_SCOPES = ['route', 'operator', 'read-requests'] as const
export type KeyScope = (typeof KEY_SCOPES)[number]

/** One sentence per scope, for people. */
export const KEY_SCOPE_SENTENCES: Readonly<Record<KeyScope, string>> = {
  route: 'Sends jobs to orchestrators.',
  operator: 'Does whatever the operator key of this server does.',
  'read-requests': 'Reads what is kept of its own requests.',
}

/** How much a key may do; null: as much as it likes. */
export interface ApiKeyLimits {
  readonly requestsPerMinute: number | null
  /** Jobs under way at once. */
  readonly concurrency: number | null
  /** In a day that begins at midnight UTC. */
  readonly spendWeiPerDay: bigint | null
}

/** What is known of a key; its secret is with whoever it was made for. Moments are ms since 1970. */
export interface ApiKey {
  /** Public: stands in records and answers. */
  readonly id: string
  readonly name: string
  /** The last characters of the secret, by which its owner knows it again. */
  readonly hint: string
  readonly scopes: readonly KeyScope[]
  readonly limits: ApiKeyLimits
  readonly createdAt: number
  /** Null: never. */
  readonly expiresAt: number | null
  /** Null: it is not revoked. */
  readonly revokedAt: number | null
  /** To the minute; null: it was never used. */
  readonly lastUsedAt: number | null
}

export const KEY_STATES = ['valid', 'expired', 'revoked'] as const
export type KeyState = (typeof KEY_STATES)[number]

/** Whoever revoked a key meant it, also where it has expired since. */
export function keyState(
  { revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>,
  now: number,
): KeyState {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'valid'
}

/** Which limit keeps a request away. */
export const KEY_LIMIT_KINDS = ['rate', 'concurrency', 'spend'] as const
export type KeyLimitKind = (typeof KEY_LIMIT_KINDS)[number]

const DAY_MS = 86_400_000

/** Days since 1970, UTC. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS)
/** When a day begins (ms). */
export const startOfDay = (day: number): number => day * DAY_MS
