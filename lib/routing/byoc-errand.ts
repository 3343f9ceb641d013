import type { Asker } from '@/lib/identity/asker'
import type { Candidate } from '@/lib/selection/candidate'
import { type ByocTokenDeps, fetchByocToken } from './byoc-token'
import { type Errand, next, type Preparation } from './errand'
import { type ByocJob, signedByocJob } from './signed-byoc-job'
import type { JobPlace } from './upstream/job-place'

export interface ByocErrandDeps extends ByocTokenDeps {
  readonly asker: Pick<Asker, 'identity' | 'signer'>
  /** Aborted when the server stops. */
  readonly signal: AbortSignal
}

/**
 * A job of a capability that is not of the protocol: a token first, then the job in our name (go-livepeer
 * byoc/job_gateway.go). Whatever has a price cannot be had: its tickets are made with the key that signs the job, which a
 * remote signer does not do.
 */
export class ByocErrand implements Errand {
  readonly method = 'POST'

  constructor(
    private readonly about: {
      readonly job: ByocJob
      readonly path: string
      /** Told where it may have been begun by whoever gave no answer that is of use. */
      readonly onUnheard?: (place: JobPlace) => void
    },
    private readonly deps: ByocErrandDeps,
  ) {}

  async prepare({ offering: { nodeUri } }: Candidate): Promise<Preparation> {
    const { deps, about } = this
    const { job, path, onUnheard } = about
    const asked = await deps.asker.identity(deps.signal).catch(() => null)
    if (asked === null) return next('client-gone', 'the server stops')
    if (!asked.ok) return next('cannot-pay', asked.problem)
    const { identity } = asked
    const reading = await fetchByocToken(nodeUri, { capability: job.capability, identity }, deps)
    if (!reading.ok) return next(reading.outcome, reading.detail)
    const { token } = reading
    if (token.isPriced) return next('cannot-pay', CANNOT_PAY)
    const finding = await deps.places.find(token.serviceAddr)
    if (!finding.ok) return next(finding.cause, finding.detail)
    return {
      kind: 'ready',
      place: finding.place,
      path,
      headers: await signedByocJob(job, { identity, signer: deps.asker.signer }),
      paidWei: null,
      price: { wei: 0n, perUnits: 1n },
      refused: () => undefined,
      ...(onUnheard && { unheard: () => onUnheard(finding.place) }),
    }
  }
}

const CANNOT_PAY =
  'it wants to be paid, and jobs of own capabilities are paid with tickets of a key that this server would have to hold; a remote signer makes none for them'
