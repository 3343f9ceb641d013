import type { EthAddress } from '@/lib/domain/eth-address'
import type { StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { Balances } from '../jobs/balances'
import { decimalText, isLess, rational } from '../jobs/rational'

/** Who pays for work that goes on, and how much. */
export interface Payer {
  readonly sender: EthAddress
  /** What the balance is under. */
  readonly manifestId: string
  readonly price: Pick<StatedPrice, 'pricePerUnit' | 'pixelsPerUnit'>
  readonly unitsPerSecond: bigint
}

/**
 * Takes what work of a time costs off a balance, now and then and never below zero: when it is short nothing is taken, and
 * the work ends (go-livepeer server/live_payment_processor.go, live_payment.go).
 */
export class ChargeMeter {
  /** Unix ms, in parts of one, so that the rest of a unit is charged for the next time. */
  #chargedUntil: number

  constructor(
    private readonly payer: Payer,
    private readonly balances: Balances,
    private readonly everyMs: number,
    now: number,
  ) {
    this.#chargedUntil = now
  }

  /** The reason why there is to be an end; null: go on. */
  charge(now: number): string | null {
    const elapsedMs = now - this.#chargedUntil
    if (elapsedMs < this.everyMs) return null
    const { unitsPerSecond } = this.payer
    const units = BigInt(Math.floor((Number(unitsPerSecond) * elapsedMs) / 1_000))
    const problem = takeUnits(this.payer, units, this.balances)
    this.#chargedUntil += (Number(units) * 1_000) / Number(unitsPerSecond)
    return problem
  }
}

/** Of so many units at once; the reason why nothing was taken, or null. */
export function takeUnits(
  { sender, manifestId, price }: Omit<Payer, 'unitsPerSecond'>,
  units: bigint,
  balances: Balances,
): string | null {
  if (price.pricePerUnit === 0n) return null
  const fee = rational(price.pricePerUnit * units, price.pixelsPerUnit)
  const balance = balances.balance(sender, manifestId)
  if (balance && !isLess(balance, fee)) {
    balances.debit(sender, manifestId, fee)
    return null
  }
  const left = balance ? decimalText(balance, 0) : 'nil'
  return `insufficient balance, mid=${manifestId}, fee=${decimalText(fee, 0)}, balance=${left}`
}
