import type { Source } from './source'

/** A fixed list: `ORCH_ADDRS`, comma-separated; empty items are left out. */
export function createListSource(text: string, { now }: { now: () => number }): Source {
  const uris = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  const readAt = now()
  return { name: 'list', read: async () => ({ uris, readAt, error: null }) }
}
