import type { GuardedDeps } from '@/lib/net/guarded-request'
import { ARBITRUM_ONE } from './chain/chain-network'
import { createChainSource } from './chain-source'
import { createGatewaySource } from './gateway-source'
import { createListSource } from './list-source'
import { readEvery } from './read-every'
import { createSignerSource } from './signer-source'
import type { Source } from './source'
import type { SourceSettings } from './source-settings'
import { createWebhookSource } from './webhook-source'

export interface SourceDeps {
  /** For the chain's RPC, which the operator names. */
  readonly fetch: typeof globalThis.fetch
  readonly net: GuardedDeps
  readonly now: () => number
}

/** Machines of strangers, on lists that change slowly: both are asked at a gentler pace. */
const STRANGERS_CADENCE_MS = 5 * 60_000

export function createSource(settings: SourceSettings, deps: SourceDeps): Source {
  const { now } = deps
  const everyMs = settings.cadenceMs ?? defaultCadenceMs(settings)
  const source = sourceOf(settings, deps)
  return everyMs === undefined ? source : readEvery(source, everyMs, { now })
}

const defaultCadenceMs = ({ kind }: SourceSettings): number | undefined =>
  kind === 'chain' || kind === 'gateway' ? STRANGERS_CADENCE_MS : undefined

function sourceOf(settings: SourceSettings, { fetch, net, now }: SourceDeps): Source {
  switch (settings.kind) {
    case 'list':
      return createListSource(settings.addresses, { name: settings.name, now })
    case 'webhook':
      return createWebhookSource(settings, { net, now })
    case 'signer':
      return createSignerSource(settings, { net, now })
    case 'gateway':
      return createGatewaySource(settings, { net, now })
    case 'chain':
      return createChainSource(
        { network: ARBITRUM_ONE, url: settings.rpcUrl, fetch },
        { name: settings.name, now },
      )
  }
}
