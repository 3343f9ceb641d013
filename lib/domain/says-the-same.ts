import type { OrchestratorAnswer } from './orchestrator-answer'

const bases = new WeakMap<OrchestratorAnswer, OrchestratorAnswer>()

/** Notes that an answer differs from another one in nothing but numbers that pass: places in use, free memory. */
export function noteBase(answer: OrchestratorAnswer, base: OrchestratorAnswer): OrchestratorAnswer {
  if (answer !== base) bases.set(answer, base)
  return answer
}

/** Whether two answers are known to differ in no more than numbers that pass. False says nothing: they may still. */
export const saysTheSame = (a: OrchestratorAnswer, b: OrchestratorAnswer): boolean =>
  (bases.get(a) ?? a) === (bases.get(b) ?? b)
