import type { AskerIdentity } from '@/lib/livepeer/asker-identity'
import {
  PAYMENT_HEADER,
  readPaymentHeader,
  readSegmentHeader,
  SEGMENT_HEADER,
} from '@/lib/livepeer/job-headers'
import type { PaymentMessage, SegDataMessage } from '@/lib/livepeer/messages'

/** What the signer answered, read as far as it could be. */
export interface SignerReply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly paid: Paid | null
}

export interface Paid {
  /** As they are sent to the node. */
  readonly headers: Readonly<Record<string, string>>
  readonly payment: PaymentMessage
  readonly segment: SegDataMessage
  readonly state: unknown
}

/** A plain client of the remote signer's API. */
export class SignerClient {
  constructor(private readonly url: string) {}

  async identity(): Promise<AskerIdentity> {
    const response = await fetch(`${this.url}/sign-orchestrator-info`, { method: 'POST', body: '{}' })
    const { address, signature } = await response.json()
    return { address: bytesOf(address), signature: bytesOf(signature) }
  }

  /** `about` as the API spells it, or the whole body as a text. */
  async ask(
    about: string | Record<string, unknown>,
    headers: Record<string, string> = {},
  ): Promise<SignerReply> {
    const body = typeof about === 'string' ? about : JSON.stringify(about)
    const response = await fetch(`${this.url}/generate-live-payment`, { method: 'POST', body, headers })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      paid: response.status === 200 ? paidBy(text) : null,
    }
  }

  /** For when a payment is expected. */
  async pay(about: Record<string, unknown>): Promise<Paid> {
    const { status, text, paid } = await this.ask(about)
    if (!paid) throw new Error(`the signer answered ${status} ${text}`)
    return paid
  }
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

function paidBy(text: string): Paid {
  const { payment, segCreds, state } = JSON.parse(text)
  const read = readPaymentHeader(payment)
  const segment = readSegmentHeader(segCreds)
  if (!read.ok || !segment.ok) throw new Error('the signer signed what cannot be read')
  return {
    headers: { [PAYMENT_HEADER]: payment, [SEGMENT_HEADER]: segCreds },
    payment: read.value,
    segment: segment.value,
    state,
  }
}

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.slice(2), 'hex'))
