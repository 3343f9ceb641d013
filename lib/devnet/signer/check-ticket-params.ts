import type { QuotedTicketParams } from '@/lib/livepeer/quote'
import { ticketValue } from '@/lib/livepeer/ticket'
import { chainAt } from '../jobs/chain-clock'
import { decimalText, isLess, rational } from '../jobs/rational'

/** The most that one ticket may be worth, and all of one payment, in wei: go-livepeer's usual settings. */
const MAX_TICKET_VALUE = rational(3_000_000_000_000n, 1n)
const MAX_TOTAL_VALUE = rational(20_000_000_000_000n, 1n)
/** Tickets have to reach the node before their last block. */
const BLOCKS_LEFT = 1n

export type ParamsProblem = { readonly kind: 'expired' } | { readonly kind: 'refused'; readonly text: string }

/** Whether a sender makes so many tickets of these parameters (go-livepeer pm/sender.go); null: it does. The simulated one has any deposit that is needed. */
export function checkTicketParams(
  params: QuotedTicketParams,
  { tickets, now }: { readonly tickets: bigint; readonly now: number },
): ParamsProblem | null {
  if (params.expirationBlock === 0n) return refused('ticketParams expiration block is 0')
  if (params.expirationBlock - chainAt(now).block <= BLOCKS_LEFT) return { kind: 'expired' }
  const { numerator, denominator } = ticketValue(params)
  const value = rational(numerator, denominator)
  if (value.numerator === 0n) return null
  if (!isLess(value, rational(params.faceValueWei, 1n)))
    return refused(`ticket faceValue too low faceValue=${params.faceValueWei}`)
  if (isLess(MAX_TICKET_VALUE, value))
    return refused(`ticket EV ${decimalText(value, 5)} > max ticket EV ${decimalText(MAX_TICKET_VALUE, 5)}`)
  const total = rational(value.numerator * tickets, value.denominator)
  return isLess(MAX_TOTAL_VALUE, total)
    ? refused(
        `total ticket EV ${decimalText(total, 5)} for ${tickets} tickets > max total ticket EV ${decimalText(MAX_TOTAL_VALUE, 5)}`,
      )
    : null
}

const refused = (text: string): ParamsProblem => ({ kind: 'refused', text })
