import type { EthAddress } from '@/lib/domain/eth-address'
import type { Price } from '@/lib/domain/price'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { type EthSigner, signerOfKey } from '@/lib/livepeer/eth-signature'
import { object, text } from '@/lib/livepeer/go-encoding'
import { type HttpAnswer, jsonAnswer } from '../http-answers'
import { inventedPrivateKey } from '../invented-identity'
import { rational } from '../jobs/rational'
import { jsonError } from '../json-error'
import { formatWeiText } from '../wei-text'
import { type GeneratedPayment, generatePayment } from './generate-payment'
import { readPaymentRequest } from './payment-request'
import { type SignerFault, SignerPatch, type SignerPatchInput } from './signer-patch'
import { SignerRefusal } from './signer-refusal'

/** One request for a payment, as it may be told. */
interface PaymentEntry {
  /** Unix ms. */
  readonly at: number
  /** Null: none was sent. */
  readonly status: number | null
  readonly type: string
  readonly manifestId: string
  readonly tickets: number
  /** The fault it met, or the text of a refusal. */
  readonly detail: string | null
}

const MAX_ENTRIES = 50

/** A remote signer with a key of its own that anybody can work out. It remembers nothing of a session: clients keep that. */
export class RemoteSigner {
  readonly #signer: EthSigner
  readonly #random: SeededRandom
  #fault: SignerFault | null = null
  #maxPrice: Price | null = null
  #latencyMs = 0
  #requests = 0
  #tickets = 0
  readonly #statuses = new Map<number, number>()
  #last: PaymentEntry[] = []

  constructor(
    seed: string,
    private readonly now: () => number,
  ) {
    this.#signer = signerOfKey(inventedPrivateKey(`signer ${seed}`))
    this.#random = seededRandom(`${seed} signer`)
  }

  get address(): EthAddress {
    return this.#signer.address
  }

  /** Applies to the next request; throws a ZodError on a patch that is not one. */
  change(patch: SignerPatchInput): void {
    const { fault, maxPrice, latencyMs } = SignerPatch.parse(patch)
    if (fault !== undefined) this.#fault = fault
    if (maxPrice !== undefined) this.#maxPrice = maxPrice
    this.#latencyMs = latencyMs ?? this.#latencyMs
  }

  /** Without faults and limits, as it was started. */
  reset(): void {
    this.change({ fault: 'none', maxPrice: null, latencyMs: 0 })
  }

  /** As it is now and what it was asked, the latest last. */
  report() {
    return {
      address: this.address,
      fault: this.#fault ?? 'none',
      maxPrice: this.#maxPrice && formatWeiText(this.#maxPrice.wei, this.#maxPrice.perUnits),
      latencyMs: this.#latencyMs,
      requests: this.#requests,
      tickets: this.#tickets,
      statuses: Object.fromEntries(this.#statuses),
      last: this.#last,
    }
  }

  /** `POST /generate-live-payment`; null: no answer, ever. */
  async answerPayment(body: string, authId = ''): Promise<HttpAnswer | null> {
    this.#requests += 1
    if (this.#latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#latencyMs))
    const fault = this.#nextFault()
    if (fault) return this.#fail(fault)
    const about = { type: '', manifestId: '' }
    try {
      const request = readPaymentRequest(body)
      Object.assign(about, { type: request.type, manifestId: request.manifestId })
      const made = await generatePayment(request, {
        signer: this.#signer,
        maxPrice: this.#maxPrice && rational(this.#maxPrice.wei, this.#maxPrice.perUnits),
        authId,
        random: this.#random,
        now: this.now(),
      })
      this.#tickets += made.tickets
      this.#note({ ...about, status: 200, manifestId: made.manifestId, tickets: made.tickets, detail: null })
      return jsonAnswer(paymentJson(made))
    } catch (cause) {
      if (!(cause instanceof SignerRefusal)) throw cause
      const { status, message, headers } = cause
      this.#note({ ...about, status, tickets: 0, detail: message })
      const answer = jsonError(status, message)
      return { ...answer, headers: { ...answer.headers, ...headers } }
    }
  }

  #nextFault(): SignerFault | null {
    const fault = this.#fault
    if (fault?.times != null) this.#fault = fault.times > 1 ? { ...fault, times: fault.times - 1 } : null
    return fault
  }

  #fail({ kind, status }: SignerFault): HttpAnswer | null {
    const answered = { status, hang: null, garbage: 200 }[kind]
    this.#note({ status: answered, type: '', manifestId: '', tickets: 0, detail: kind })
    if (kind === 'hang') return null
    return kind === 'garbage' ? jsonAnswer('{"payment":') : jsonError(status, `a fault of status ${status}`)
  }

  #note(entry: Omit<PaymentEntry, 'at'>): void {
    this.#last = [...this.#last, { at: this.now(), ...entry }].slice(-MAX_ENTRIES)
    if (entry.status !== null) this.#statuses.set(entry.status, (this.#statuses.get(entry.status) ?? 0) + 1)
  }
}

const paymentJson = ({ payment, segCreds, state, stateSig }: GeneratedPayment): string =>
  `${object([
    ['payment', text(payment)],
    ['segCreds', text(segCreds)],
    [
      'state',
      object([
        ['State', text(Buffer.from(state).toString('base64'))],
        ['Sig', text(Buffer.from(stateSig).toString('base64'))],
      ]),
    ],
  ])}\n`
