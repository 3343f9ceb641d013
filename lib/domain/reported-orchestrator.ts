import type { OrchestratorAnswer } from './orchestrator-answer'

/** An orchestrator as another gateway reports it: what it answered there, which we have not asked it ourselves. */
export interface ReportedOrchestrator {
  /** The service URI as stated; empty when the orchestrator advertises none. */
  readonly uri: string
  readonly answer: OrchestratorAnswer
}
