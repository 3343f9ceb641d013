import type { EthAddress } from '@/lib/domain/eth-address'
import type { SeededRandom } from '@/lib/domain/seeded-random'
import type { RunnerSessions } from '../apps/runner-sessions'
import type { ByocWorkers } from '../byoc/byoc-workers'
import type { StreamBook } from '../live/stream-book'
import type { AnswerContext } from '../orchestrator-info'
import type { OrchestratorScenario } from '../orchestrator-scenario'
import type { TrickleChannels } from '../trickle/trickle-channels'
import type { Balances } from './balances'
import type { JobFault } from './job-behaviour'
import type { JobLog } from './job-log'
import type { MediaStore } from './media-store'
import type { Places } from './places'
import type { TicketRecipient } from './ticket-recipient'

/** What a node has for its jobs. */
export interface JobSite {
  readonly scenario: OrchestratorScenario
  /** Where its media are. */
  readonly uri: string
  readonly secret: Uint8Array
  readonly random: SeededRandom
  readonly places: Places
  readonly media: MediaStore
  readonly log: JobLog
  readonly recipient: TicketRecipient
  readonly balances: Balances
  readonly channels: TrickleChannels
  readonly streams: StreamBook
  readonly byoc: ByocWorkers
  readonly sessions: RunnerSessions
  /** Unix ms. */
  now(): number
  /** Whether an orchestrator of this network is paid at that address. */
  isActive(address: EthAddress): boolean
  /** What its answers are made of at this moment. */
  answerContext(): AnswerContext
  /** The fault that a job meets; chance decides when the node flaps. */
  jobFault(): JobFault | null
}
