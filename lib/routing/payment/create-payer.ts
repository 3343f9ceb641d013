import { addressToBytes } from '@/lib/domain/eth-address'
import type { EthSigner } from '@/lib/livepeer/eth-signature'
import { paymentHeader, segmentHeader } from '@/lib/livepeer/job-headers'
import { jobSegment, signSegment } from '@/lib/livepeer/segment'
import type { KeptQuote } from '../quotes/quote-keeper'
import type { Credentials, Payer } from './payer'

export interface PayerParts {
  /** Our own key; null: somebody else holds it, or there is none. */
  readonly signer: EthSigner | null
  /** Who makes tickets; null: nobody, so that only free jobs can be had on chain. */
  readonly tickets: Payer | null
}

/**
 * By what a quote asks for. Off chain: nothing but its token. On chain and free: our name and our signature without
 * tickets, since the node checks who sent the job before it looks at the price (go-livepeer server/segment_rpc.go). On
 * chain at a price: tickets.
 */
export function createPayer({ signer, tickets }: PayerParts): Payer {
  // As good as the quote that they are made of.
  const made = new WeakMap<KeptQuote, Credentials | Promise<Credentials>>()
  return {
    credentials(order) {
      const { kept } = order
      const { ticketParams } = kept.quote
      if (wantsTickets(kept))
        return (
          tickets?.credentials(order) ?? cannotPay('it wants to be paid, and REMOTE_SIGNER_URL is not set')
        )
      const known = made.get(kept)
      if (known) return known
      const making = ticketParams === null ? offChain(kept) : free(kept, signer)
      made.set(kept, making)
      if (making instanceof Promise) void making.then((ready) => made.set(kept, ready))
      return making
    },
    forget: (kept) => tickets?.forget(kept),
  }
}

/** Whether it is on chain and at a price. */
export const wantsTickets = ({ quote: { ticketParams, price } }: KeptQuote): boolean =>
  ticketParams !== null && price !== null && price.pricePerUnit > 0n

function offChain(kept: KeptQuote): Credentials {
  const segment = segmentOf(kept)
  return segment === null
    ? cannotPay('its quote has no token')
    : { ok: true, segment: segmentHeader(segment), payment: paymentHeader(null), paidWei: null }
}

async function free(kept: KeptQuote, signer: EthSigner | null): Promise<Credentials> {
  const segment = segmentOf(kept)
  if (segment === null) return cannotPay('its quote has no token')
  if (signer === null) return cannotPay('it is on chain and wants a signature, and we hold no key (IDENTITY)')
  const payment = {
    ticketParams: null,
    sender: addressToBytes(signer.address),
    expirationParams: null,
    ticketSenderParams: [],
    expectedPrice: kept.quote.price,
  }
  return {
    ok: true,
    segment: segmentHeader(await signSegment(segment, signer)),
    payment: paymentHeader(payment),
    paidWei: null,
  }
}

function segmentOf({ order, quote, capabilities }: KeptQuote) {
  const { authToken } = quote
  return authToken && jobSegment({ ...order, capabilities, authToken })
}

const cannotPay = (detail: string): Credentials => ({ ok: false, outcome: 'cannot-pay', detail })
