import {
  MAX_NETWORK_CAPABILITIES_BYTES,
  parseNetworkCapabilities,
} from '@/lib/livepeer/parse-network-capabilities'
import type { GuardedDeps } from '@/lib/net/guarded-request'
import { createHttpSource, type ParsedList } from './http-source'
import type { Source } from './source'
import type { UrlSettings } from './webhook-source'

/** A gateway answers from memory, but the document of the whole network is large. */
const TIMEOUT_MS = 10_000

/**
 * Another gateway's `/getNetworkCapabilities`. Its rows stay what that gateway reported when we read it; the URIs among
 * them are asked by ourselves like any other.
 */
export const createGatewaySource = (
  settings: UrlSettings,
  deps: { net: GuardedDeps; now: () => number },
): Source =>
  createHttpSource(
    {
      ...settings,
      kind: 'gateway',
      title: 'The gateway’s list',
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_NETWORK_CAPABILITIES_BYTES,
      parse: parseReport,
    },
    deps,
  )

function parseReport(body: string): ParsedList {
  const document = parseNetworkCapabilities(body)
  if (!document.ok) return { ok: false, problem: `its document ${document.problem}` }
  const { rows, refused } = document
  if (rows.length === 0 && refused.length > 0)
    return { ok: false, problem: `none of the ${refused.length} rows of its document can be read` }
  return {
    ok: true,
    entries: rows.flatMap(({ uri, answer: { recipient } }) =>
      uri === '' ? [] : { uri, ...(recipient === null ? {} : { orchestrator: recipient }) },
    ),
    facts: { kind: 'gateway', rows, refused },
  }
}
