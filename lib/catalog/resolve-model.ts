import { modelName } from '@/lib/domain/model-name'
import type { Offering } from './offering'

/** Which offerings somebody means who says `FLUX.1-dev`. */
export type ResolvedModel =
  | { readonly kind: 'found'; readonly id: string; readonly offerings: readonly Offering[] }
  /** Several are called so. */
  | { readonly kind: 'ambiguous'; readonly ids: readonly string[] }
  | { readonly kind: 'unknown' }

/**
 * By the whole id, `org/model`, or the name of a capability or app whose nodes name no model; else by the name without
 * the organisation, whatever its case, when one model alone is called so.
 */
export function resolveModel(offerings: readonly Offering[], asked: string): ResolvedModel {
  const own = offerings.filter((offering) => modelId(offering) === asked)
  if (own.length > 0) return { kind: 'found', id: asked, offerings: own }
  const folded = asked.toLowerCase()
  const ids = new Set(
    offerings
      .filter((offering) =>
        [modelId(offering), modelName(modelId(offering))].some((text) => text?.toLowerCase() === folded),
      )
      .map(modelId),
  )
  const [id, ...others] = [...ids].sort()
  if (id === undefined) return { kind: 'unknown' }
  if (others.length > 0) return { kind: 'ambiguous', ids: [id, ...others] }
  return { kind: 'found', id, offerings: offerings.filter((offering) => modelId(offering) === id) }
}

const modelId = ({ model, pipeline }: Offering): string => model ?? pipeline
