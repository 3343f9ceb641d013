import { resolveModel } from '@/lib/catalog/resolve-model'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { OFFERING_KINDS, type OfferingKind } from '@/lib/domain/offering-kind'
import { capabilityOf, TRANSCODING_PIPELINE } from '@/lib/domain/pipeline'
import type { CandidateIndex } from '@/lib/selection/candidate'
import type { JobRequest } from '@/lib/selection/job-request'
import type { PriceCeilings } from '@/lib/selection/price-ceilings'
import type { SelectBodyDto } from '../contract/selection'
import { quoted } from '../listing/reading'
import type { ParameterError } from '../search-params'
import { readRules } from './read-rules'

export type JobReading =
  | { readonly ok: true; readonly job: JobRequest }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

/** What a client asks for → the job, in the words of a catalog. A model that nobody serves is one that nobody serves. */
export function readJob(
  body: SelectBodyDto,
  {
    index,
    rate,
    ceilings = null,
    within = null,
  }: {
    readonly index: CandidateIndex
    readonly rate: EthUsdQuote['rate'] | null
    readonly ceilings?: PriceCeilings | null
    /** Ids of the offerings that a policy's filters leave; null: there are none. */
    readonly within?: ReadonlySet<string> | null
  },
): JobReading {
  const { pipeline } = body
  const kind = body.kind ?? kindOf(pipeline, index)
  const model = modelOf(body.model ?? null, { kind, pipeline, index })
  if (!model.ok) return { ok: false, errors: [{ parameter: 'model', detail: model.detail }] }
  const reading = readRules(body, { kind, pipeline, model: model.id, rate, ceilings })
  if (!reading.ok) return reading
  return {
    ok: true,
    job: {
      kind,
      pipeline,
      model: model.id,
      size: body.size ?? {},
      rules: { ...reading.rules, within },
      affinityKey: body.affinity ?? null,
    },
  }
}

/** A name of the protocol's is that pipeline, whatever a stranger calls his capability or app. */
function kindOf(pipeline: string, index: CandidateIndex): OfferingKind {
  if (capabilityOf(pipeline) !== null) return 'ai'
  if (pipeline === TRANSCODING_PIPELINE) return 'transcoding'
  return OFFERING_KINDS.find((kind) => index.serving({ kind, pipeline, model: null }).length > 0) ?? 'byoc'
}

type ModelReading =
  | { readonly ok: true; readonly id: string | null }
  | { readonly ok: false; readonly detail: string }

function modelOf(
  asked: string | null,
  { kind, pipeline, index }: { kind: OfferingKind; pipeline: string; index: CandidateIndex },
): ModelReading {
  if (asked === null || index.serving({ kind, pipeline, model: asked }).length > 0)
    return { ok: true, id: asked }
  const offerings = index.serving({ kind, pipeline, model: null }).map(({ offering }) => offering)
  const found = resolveModel(offerings, asked)
  switch (found.kind) {
    case 'found':
      // What is called so need not have a model: a capability or an app is found by its own name, too.
      return { ok: true, id: found.offerings.some(({ model }) => model === found.id) ? found.id : null }
    case 'unknown':
      return { ok: true, id: asked }
    case 'ambiguous':
      return {
        ok: false,
        detail: `${quoted(asked)} could be ${found.ids.slice(0, 5).map(quoted).join(' or ')}; say which`,
      }
  }
}
