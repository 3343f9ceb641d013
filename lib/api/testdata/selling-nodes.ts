import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { advertising, answer, model } from '@/lib/domain/testdata/answer'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'

export const uriOf = (name: string): string => `https://${name}.example:8935`

/** A node that has image models loaded at prices per pixel, and whatever else it is said to state. */
export const selling = (
  name: string,
  prices: Readonly<Record<string, bigint>>,
  { latencyMs = 10, ...about }: Partial<OrchestratorAnswer> & { readonly latencyMs?: number } = {},
): NodeObservation =>
  observation({
    uri: uriOf(name),
    lastAnswer: lastAnswer({
      latencyMs,
      answer: answer({
        transcoder: uriOf(name),
        priceInfo: null,
        ...advertising({ 27: Object.fromEntries(Object.keys(prices).map((id) => [id, model()])) }),
        capabilitiesPrices: Object.entries(prices).map(([constraint, pricePerUnit]) => ({
          capability: 27,
          constraint,
          pricePerUnit,
          pixelsPerUnit: 1n,
        })),
        ...about,
      }),
    }),
  })
