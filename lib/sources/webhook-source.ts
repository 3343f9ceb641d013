import type { GuardedDeps } from '@/lib/net/guarded-request'
import { createHttpSource } from './http-source'
import { parseWebhookList } from './parse-webhook-list'
import type { Source } from './source'

/** As go-livepeer's gateway gives it: one list within three seconds (discovery/wh_discovery.go). */
const TIMEOUT_MS = 3_000
/** A list of 2,000 long URIs has about 1 MiB. */
const MAX_BYTES = 8 * 1024 * 1024

export interface UrlSettings {
  readonly name: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** `[{"address":"https://host:8935","score":1}]`, the format of go-livepeer's `-orchWebhookUrl`. An empty list is a list. */
export const createWebhookSource = (
  settings: UrlSettings,
  deps: { net: GuardedDeps; now: () => number },
): Source =>
  createHttpSource(
    {
      ...settings,
      kind: 'webhook',
      title: 'The webhook',
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      parse: parseWebhookList,
    },
    deps,
  )
