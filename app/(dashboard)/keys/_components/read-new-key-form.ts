import type { NewKeyBodyDto } from '@/lib/api/contract/key'
import { KEY_SCOPES } from '@/lib/domain/api-key'
import { exactFraction } from '@/lib/domain/exact-fraction'
import { WEI_PER_ETH } from '@/lib/domain/usd'

const DAY_MS = 86_400_000

export const EXPIRIES = [
  { name: 'never', label: 'never', ms: null },
  { name: '1d', label: 'in a day', ms: DAY_MS },
  { name: '7d', label: 'in 7 days', ms: 7 * DAY_MS },
  { name: '30d', label: 'in 30 days', ms: 30 * DAY_MS },
  { name: '365d', label: 'in a year', ms: 365 * DAY_MS },
] as const

type Reading =
  | { readonly ok: true; readonly body: NewKeyBodyDto }
  | { readonly ok: false; readonly detail: string }

/** The form of a new key as the API takes it; what it cannot be made of is said in one sentence. `now` is in ms. */
export function readNewKeyForm(form: Pick<FormData, 'get' | 'getAll'>, { now }: { now: number }): Reading {
  const text = (name: string): string => String(form.get(name) ?? '').trim()
  const [requests, concurrency] = [wholeOf(text('requests_per_minute')), wholeOf(text('concurrency'))]
  if (requests === undefined) return wrong('Requests a minute are a whole number from 1 on.')
  if (concurrency === undefined) return wrong('Jobs at once are a whole number from 1 on.')
  const spend = text('spend_eth') === '' ? null : weiOfEth(text('spend_eth'))
  if (spend === undefined) return wrong('Spend a day is an amount of ETH above zero, such as 0.02.')
  const scopes = KEY_SCOPES.filter((scope) => form.getAll('scope').includes(scope))
  if (scopes.length === 0) return wrong('Choose what the key may do.')
  const ms = EXPIRIES.find(({ name }) => name === text('expires'))?.ms ?? null
  return {
    ok: true,
    body: {
      name: text('name'),
      scopes,
      limits: { requests_per_minute: requests, concurrency, spend_wei_per_day: spend },
      expires_at: ms === null ? null : new Date(now + ms).toISOString(),
    },
  }
}

const wrong = (detail: string): Reading => ({ ok: false, detail })

/** Undefined: it is none. */
function wholeOf(text: string): number | null | undefined {
  if (text === '') return null
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined
}

/** Exact; undefined where it is no amount, or not of whole wei. */
function weiOfEth(text: string): string | undefined {
  const eth = exactFraction(text)
  if (!eth || eth.numerator <= 0n) return undefined
  const wei = eth.numerator * WEI_PER_ETH
  return wei % eth.denominator === 0n ? String(wei / eth.denominator) : undefined
}
