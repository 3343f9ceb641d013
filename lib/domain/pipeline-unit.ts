import { CAPABILITY_NAMES } from './capability'
import { type PriceUnit, pipelineOf, TRANSCODING_PIPELINE, unitOf } from './pipeline'

const UNITS_BY_PIPELINE: ReadonlyMap<string, PriceUnit> = new Map<string, PriceUnit>([
  ...CAPABILITY_NAMES.map(([id]) => [pipelineOf(id), unitOf(id)] as const),
  [TRANSCODING_PIPELINE, 'pixel'],
])

/** The unit that prices of a pipeline are stated in; one that the protocol does not number (BYOC) has a unit of its own. */
export const pipelineUnit = (pipeline: string | undefined): PriceUnit =>
  (pipeline === undefined ? undefined : UNITS_BY_PIPELINE.get(pipeline)) ?? 'unit'
