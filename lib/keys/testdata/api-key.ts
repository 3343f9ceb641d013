import type { ApiKey, ApiKeyLimits } from '@/lib/domain/api-key'

export const apiKey = ({
  limits = {},
  ...given
}: Partial<Omit<ApiKey, 'limits'>> & { readonly limits?: Partial<ApiKeyLimits> } = {}): ApiKey => ({
  id: 'key_one',
  name: 'for tests',
  hint: 'abcd',
  scopes: ['route'],
  limits: { requestsPerMinute: null, concurrency: null, spendWeiPerDay: null, ...limits },
  createdAt: 0,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  ...given,
})
