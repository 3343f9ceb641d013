import { decode, encode, type Message, type MessageType, WireFormatError } from './message-codec'
import { Payment, type PaymentMessage, SegData, type SegDataMessage } from './messages'

/** What goes along with every job that a gateway sends to an orchestrator. */
export const SEGMENT_HEADER = 'Livepeer-Segment'
export const PAYMENT_HEADER = 'Livepeer-Payment'

/** `Authorization` of a gateway that fetches media from where they are; others are sent images within the answer. */
export const AI_WORKER_AUTHORIZATION = 'Livepeer-AI-Worker-1.0'

export const segmentHeader = (segment: SegDataMessage): string => base64(encode(SegData, segment))

/** Null: nothing is paid, which is an empty header and not a missing one. */
export const paymentHeader = (payment: PaymentMessage | null): string =>
  payment ? base64(encode(Payment, payment)) : ''

/** A header that was read, or the reason why it could not be. */
export type HeaderReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: 'base64' | 'message'; readonly text: string }

/** A missing or empty header is the empty message, as it is to go-livepeer. */
export const readSegmentHeader = (text = ''): HeaderReading<SegDataMessage> => read(SegData, text)
export const readPaymentHeader = (text = ''): HeaderReading<PaymentMessage> => read(Payment, text)

function read<T extends MessageType>(type: T, text: string): HeaderReading<Message<T>> {
  const bytes = bytesOfBase64(text)
  if (typeof bytes === 'number')
    return { ok: false, problem: 'base64', text: `illegal base64 data at input byte ${bytes}` }
  try {
    return { ok: true, value: decode(type, bytes) }
  } catch (cause) {
    if (!(cause instanceof WireFormatError)) throw cause
    return { ok: false, problem: 'message', text: cause.message }
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** The standard alphabet with its padding; else the place of the first byte that does not fit. */
export function bytesOfBase64(text: string): Uint8Array | number {
  const foreign = text.search(/[^A-Za-z0-9+/=]/)
  if (foreign !== -1) return foreign
  const padding = text.indexOf('=')
  const digits = padding === -1 ? text.length : padding
  const isWhole = text.length % 4 === 0 && text.length - digits <= 2 && !/[^=]/.test(text.slice(digits))
  return isWhole ? Buffer.from(text, 'base64') : digits
}
