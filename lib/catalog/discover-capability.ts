import { BYOC_CAPABILITY } from '@/lib/domain/capability'
import { pipelineOf } from '@/lib/domain/pipeline'
import type { Offering } from './offering'

/** What a client of `/discover-orchestrators` calls what is offered; null: it cannot ask for it there. */
export function discoverCapability({
  kind,
  pipeline,
  model,
}: Pick<Offering, 'kind' | 'pipeline' | 'model'>): string | null {
  switch (kind) {
    case 'ai':
      return `${pipeline}/${model}`
    case 'byoc':
      return `${pipelineOf(BYOC_CAPABILITY)}/${pipeline}`
    case 'live-runner':
      return pipeline
    case 'transcoding':
      return null
  }
}
