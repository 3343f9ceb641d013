import type { JobPlace } from '../upstream/job-place'
import type { SessionPayment } from './challenge'

/** Where something of a session is at its node: a place, and a path without a slash at its end. */
export interface AppAddress {
  readonly place: JobPlace
  readonly path: string
}

/** A place of a live runner that was given to a client. */
export interface AppSession {
  /** Ours, which cannot be guessed; the node's is nobody else's. */
  readonly id: string
  readonly app: string
  /** Of the API key that reserved it; null: none was needed. */
  readonly keyId: string | null
  readonly nodeUri: string
  readonly appAddress: AppAddress
  readonly controlAddress: AppAddress
  /** How its place was paid; null: with nothing. */
  readonly payment: SessionPayment | null
}
