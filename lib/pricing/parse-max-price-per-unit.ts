import { exactFraction } from '@/lib/domain/exact-fraction'
import { CEILING_CURRENCIES, type Ceiling, type CeilingCurrency } from '@/lib/selection/price-ceilings'
import { quoted } from './tell-place'

export type MaxPricePerUnit =
  /** Null: any price will do, which is what go-livepeer makes of zero. */
  { readonly ok: true; readonly ceiling: Ceiling | null } | { readonly ok: false; readonly problem: string }

/** go-livepeer's `-maxPricePerUnit`: an amount with the currency behind it, or wei: `0.5USD`, `1200`, `0.0000001eth`. */
export function parseMaxPricePerUnit(text: string): MaxPricePerUnit {
  const [, spelling = '', name = ''] = /^0*(\d+(?:\.\d+)?)([a-z]*)$/i.exec(text.trim()) ?? []
  const amount = exactFraction(spelling)
  const currency = currencyNamed(name)
  if (!amount || !currency) return { ok: false, problem: `is ${quoted(text)}; ${AMOUNT_HELP}` }
  return { ok: true, ceiling: amount.numerator > 0n ? { amount, currency } : null }
}

const AMOUNT_HELP = 'use an amount and wei, eth or USD behind it, such as 0.5USD; without any it is wei'

/** In any case; go-livepeer takes no name for wei. */
export function currencyNamed(name: string): CeilingCurrency | null {
  const lower = name.toLowerCase()
  return lower === '' ? 'wei' : (CEILING_CURRENCIES.find((currency) => currency === lower) ?? null)
}
