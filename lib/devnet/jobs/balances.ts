import type { EthAddress } from '@/lib/domain/eth-address'
import type { Fraction } from '@/lib/domain/usd'
import { add, rational } from './rational'

/** What senders have paid in advance, by what it is for: pipeline and model, `27_org/model` (go-livepeer core/accounting.go). */
export class Balances {
  readonly #wei = new Map<string, Fraction>()

  credit(sender: EthAddress, manifestId: string, wei: Fraction): void {
    this.#wei.set(key(sender, manifestId), add(this.balance(sender, manifestId) ?? rational(0n, 1n), wei))
  }

  /** May go below zero: the work is done by then. */
  debit(sender: EthAddress, manifestId: string, { numerator, denominator }: Fraction): void {
    this.credit(sender, manifestId, { numerator: -numerator, denominator })
  }

  /** Null: never heard of. */
  balance(sender: EthAddress, manifestId: string): Fraction | null {
    return this.#wei.get(key(sender, manifestId)) ?? null
  }
}

const key = (sender: EthAddress, manifestId: string): string => `${sender} ${manifestId}`
