import type { SourceKind } from '@/lib/domain/source-kind'

/** Every kind of source in words, and how its list calls whom an entry belongs to. */
export const SOURCE_KINDS_IN_WORDS: Readonly<
  Record<SourceKind, { label: string; meaning: string; owner: string }>
> = {
  list: {
    label: 'Fixed list',
    meaning: 'Service URIs from the settings of this installation.',
    owner: 'Orchestrator',
  },
  webhook: {
    label: 'Webhook',
    meaning: 'A list that a web service gives, in the form of go-livepeer’s -orchWebhookUrl.',
    owner: 'Orchestrator',
  },
  chain: {
    label: 'Livepeer’s contracts',
    meaning: 'The active orchestrators of the pool, with the service URIs that they registered on chain.',
    owner: 'Registered by',
  },
  signer: {
    label: 'Remote signer',
    meaning: 'The list that a go-livepeer remote signer gives.',
    owner: 'Orchestrator',
  },
  gateway: {
    label: 'Another gateway',
    meaning: 'The network as another gateway reports it. Its nodes are asked by ourselves like any other.',
    owner: 'Reported as',
  },
  nodes: {
    label: 'Advertised by nodes',
    meaning: 'Further nodes that orchestrators name in their answers, put together anew in every sweep.',
    owner: 'Advertised by',
  },
}
