import type { OfferingDto } from '@/lib/api/contract/offering'

/** What an offering is when it is none of a pipeline of the protocol; null: nothing needs to be said. */
export const KIND_WORDS: Readonly<Record<OfferingDto['kind'], string | null>> = {
  ai: null,
  byoc: 'own capability',
  'live-runner': 'live runner',
  transcoding: null,
}
