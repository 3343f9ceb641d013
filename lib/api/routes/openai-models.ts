import type { Catalog } from '@/lib/catalog/catalog'

/** A model as clients of OpenAI's API list them, with the pipelines that it is offered for. */
export interface OpenAiModel {
  readonly id: string
  readonly object: 'model'
  /** Seconds since 1970: when it was last seen. */
  readonly created: number
  readonly owned_by: string
  readonly pipelines: readonly string[]
}

/** Models of AI pipelines that somebody offers, by name. */
export function openAiModels({ offerings }: Pick<Catalog, 'offerings'>): OpenAiModel[] {
  const found = new Map<string, { seenAt: number; pipelines: Set<string> }>()
  for (const { kind, model, pipeline, observedAt } of offerings) {
    if (kind !== 'ai' || model === null) continue
    const known = found.get(model) ?? { seenAt: 0, pipelines: new Set<string>() }
    known.seenAt = Math.max(known.seenAt, observedAt)
    known.pipelines.add(pipeline)
    found.set(model, known)
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { seenAt, pipelines }]) => ({
      id,
      object: 'model',
      created: Math.floor(seenAt / 1_000),
      owned_by: 'livepeer',
      pipelines: [...pipelines].sort(),
    }))
}
