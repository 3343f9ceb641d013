import { keccak_256 } from '@noble/hashes/sha3.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Asker } from '@/lib/identity/asker'
import type { Candidate } from '@/lib/selection/candidate'
import { type ByocTokenDeps, base64Json, fetchByocToken, senderOf, signatureHex } from './byoc-token'
import { type Errand, next, type Preparation } from './errand'

export interface ByocErrandDeps extends ByocTokenDeps {
  readonly asker: Pick<Asker, 'identity' | 'signer'>
  /** Aborted when the server stops. */
  readonly signal: AbortSignal
}

/** A job for a capability of an orchestrator's own, as the client's header describes it. */
export interface ByocJob {
  readonly id: string
  readonly capability: string
  /** JSON texts, byte for byte: they are what is signed. */
  readonly request: string
  readonly parameters: string
  readonly timeoutSeconds: number
}

/**
 * A job of a capability that is not of the protocol: a token first, then the job in our name (go-livepeer
 * byoc/job_gateway.go). Whatever has a price cannot be had: its tickets are made with the key that signs the job, which a
 * remote signer does not do.
 */
export class ByocErrand implements Errand {
  readonly method = 'POST'

  constructor(
    private readonly about: { readonly job: ByocJob; readonly path: string },
    private readonly deps: ByocErrandDeps,
  ) {}

  async prepare({ offering: { nodeUri } }: Candidate): Promise<Preparation> {
    const { deps, about } = this
    const { job, path } = about
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
    const { signer } = deps.asker
    const signature = signer
      ? await signer.sign(keccak_256(utf8ToBytes(`${job.request}${job.parameters}`)))
      : NO_SIGNATURE
    return {
      kind: 'ready',
      place: finding.place,
      path,
      headers: {
        livepeer: base64Json({
          id: job.id,
          request: job.request,
          parameters: job.parameters,
          capability: job.capability,
          sender: senderOf(identity).addr,
          sig: signatureHex(signature),
          timeout_seconds: job.timeoutSeconds,
        }),
      },
      paidWei: null,
      price: { wei: 0n, perUnits: 1n },
      refused: () => undefined,
    }
  }
}

const CANNOT_PAY =
  'it wants to be paid, and jobs of own capabilities are paid with tickets of a key that this server would have to hold; a remote signer makes none for them'
const NO_SIGNATURE = new Uint8Array(0)
