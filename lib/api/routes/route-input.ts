import type { JobPayload } from '@/lib/routing/client-job'
import type { JobSize } from '@/lib/selection/job-size'
import type { RouteProblem } from './route-problem'

/** A client's body, read as far as routing has to know it. */
export interface RouteInput {
  /** As asked for; null: whichever there is. */
  readonly model: string | null
  readonly size: JobSize
  readonly payload: JobPayload
  readonly wantsStream: boolean
  /** Nobody but these, by what `/api/v1/select` knows as `only`; left out: as its headers say. */
  readonly only?: readonly string[]
  /** Not these, in the same way. */
  readonly exclude?: readonly string[]
  /** Texts of a form that are not passed on, but say how the client wants its answer. */
  readonly texts?: ReadonlyMap<string, string>
  /** What was kept on the disk for it goes. */
  readonly release: () => void
}

export type InputReading =
  | { readonly ok: true; readonly input: RouteInput }
  | { readonly ok: false; readonly problem: RouteProblem }
