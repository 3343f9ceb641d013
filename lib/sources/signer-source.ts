import type { GuardedDeps } from '@/lib/net/guarded-request'
import { belowBase } from '@/lib/net/operator-place'
import { createHttpSource } from './http-source'
import { parseWebhookList } from './parse-webhook-list'
import type { Source } from './source'
import type { UrlSettings } from './webhook-source'

/** go-livepeer reads it as it reads a webhook (discovery/wh_discovery.go). */
const TIMEOUT_MS = 3_000
/** With every capability and live runner of every orchestrator. */
const MAX_BYTES = 16 * 1024 * 1024

/** The list of a go-livepeer remote signer, `GET {url}/discover-orchestrators`; `url` is the signer's base. */
export const createSignerSource = (
  { url, ...settings }: UrlSettings,
  deps: { net: GuardedDeps; now: () => number },
): Source =>
  createHttpSource(
    {
      ...settings,
      url: belowBase(url, 'discover-orchestrators'),
      kind: 'signer',
      title: 'The remote signer’s list',
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      parse: parseWebhookList,
    },
    deps,
  )
