import type { Hardware, OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import type { LastAnswer } from '@/lib/snapshot/snapshot'
import { grouped } from './grouped'
import type { ReportedGpu } from './offering'

/** The distinct cards in some hardware entries of one node: a card listed under two pipelines is one card. */
export function distinctGpus(nodeUri: string, hardware: readonly Hardware[]): ReportedGpu[] {
  const gpus = new Map<string, ReportedGpu>()
  for (const [entry, { gpus: reported }] of hardware.entries())
    for (const [slot, gpu] of reported) {
      // A card without an id can only be told apart by where it is listed.
      const key = gpu.id === '' ? `${nodeUri} ${entry} ${slot}` : gpu.id
      if (gpus.has(key)) continue
      const { name, memoryTotalBytes: total, memoryFreeBytes: free, major, minor } = gpu
      gpus.set(key, {
        key,
        reportedName: name,
        memoryTotalBytes: total > 0n ? total : null,
        memoryFreeBytes: free > 0n && free <= total ? free : null,
        computeCapability: major > 0 && minor >= 0 ? `${major}.${minor}` : null,
      })
    }
  return [...gpus.values()]
}

/** Finds the entries about one pipeline and model. For BYOC `pipeline` is the capability's name and any model counts. */
export function hardwareFinder({
  hardware,
}: OrchestratorAnswer): (pipeline: string, model: string | null) => readonly Hardware[] {
  const byPipeline = grouped(hardware, ({ pipeline }) => pipeline)
  const byModel = grouped(hardware, ({ pipeline, modelId }) => JSON.stringify([pipeline, modelId]))
  return (pipeline, model) =>
    (model === null ? byPipeline.get(pipeline) : byModel.get(JSON.stringify([pipeline, model]))) ?? []
}

/** The distinct cards that a node or its live runners report: one that a runner names is mostly the node's as well. */
export function cardsOfNode(
  { uri, lastAnswer }: { readonly uri: string; readonly lastAnswer: Pick<LastAnswer, 'answer'> },
  ofRunners: readonly { readonly gpus: readonly ReportedGpu[] }[],
): ReportedGpu[] {
  const cards = [...distinctGpus(uri, lastAnswer.answer.hardware), ...ofRunners.flatMap(({ gpus }) => gpus)]
  // The first of those with one key counts.
  return [...new Map(cards.toReversed().map((gpu) => [gpu.key, gpu])).values()].reverse()
}
