import type { RunnersOfAddress } from './live-runner'
import type { UnansweredKind } from './outcome'

/** A node's live runners, as its `GET /discovery` last listed them. Moments are ms since 1970. */
export interface RunnerListing {
  /** How the latest question ended. `none`: the node serves no such document, so it keeps no runners. */
  readonly kind: 'listed' | 'none' | UnansweredKind
  readonly detail: string | null
  readonly askedAt: number
  /** When `listings` were read; null when it never listed any. */
  readonly readAt: number | null
  /** From its last good document, addresses as stated. */
  readonly listings: readonly RunnersOfAddress[]
  /** What was left out of that document. */
  readonly refused: readonly RunnerRefusal[]
}

/** A runner or a whole entry that was left out; `place` is where it stands, `[0].runners[3]`, or the app's name. */
export interface RunnerRefusal {
  readonly place: string
  /** `blocked`: it leads to an address that may not be dialled. `invalid`: it cannot be read, or is not the node's to name. */
  readonly kind: 'invalid' | 'blocked'
  readonly reason: string
}
