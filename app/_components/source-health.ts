import type { SourceDto } from '@/lib/api/contract/source'

export type SourceHealth = 'works' | 'fails' | 'unread'

/** `unread`: its first reading is still under way. */
export function sourceHealth({ error, read_at }: Pick<SourceDto, 'error' | 'read_at'>): SourceHealth {
  if (error !== null) return 'fails'
  return read_at === null ? 'unread' : 'works'
}
