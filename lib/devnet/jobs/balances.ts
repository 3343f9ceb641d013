import type { EthAddress } from '@/lib/domain/eth-address'
import type { Fraction } from '@/lib/domain/usd'
import { add, rational } from './rational'

/** What senders have paid in advance, by what it is for: pipeline and model, `27_org/model` (go-livepeer core/accounting.go). */
export class Balances {
  readonly #wei = new Map<string, Fraction>()
  readonly #prices = new Map<string, Fraction>()

  credit(sender: EthAddress, manifestId: string, wei: Fraction): void {
    this.#wei.set(key(sender, manifestId), add(this.balance(sender, manifestId) ?? rational(0n, 1n), wei))
  }

  /** May go below zero: the work is done by then. */
  debit(sender: EthAddress, manifestId: string, { numerator, denominator }: Fraction): void {
    this.credit(sender, manifestId, { numerator: -numerator, denominator })
  }

  /** The price of a session is that of its first payment, whatever is said later. */
  pinPrice(sender: EthAddress, manifestId: string, price: Fraction): void {
    const at = key(sender, manifestId)
    if (!this.#prices.has(at)) this.#prices.set(at, price)
  }

  /** Null: nothing was paid yet. */
  pinnedPrice(sender: EthAddress, manifestId: string): Fraction | null {
    return this.#prices.get(key(sender, manifestId)) ?? null
  }

  /** Null: never heard of. */
  balance(sender: EthAddress, manifestId: string): Fraction | null {
    return this.#wei.get(key(sender, manifestId)) ?? null
  }
}

const key = (sender: EthAddress, manifestId: string): string => `${sender} ${manifestId}`
