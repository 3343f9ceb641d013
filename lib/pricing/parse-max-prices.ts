import { exactFraction } from '@/lib/domain/exact-fraction'
import { divide } from '@/lib/domain/fraction'
import { AI_PIPELINE_IDS } from '@/lib/domain/pipeline'
import type { Fraction } from '@/lib/domain/usd'
import { type Ceiling, DEFAULT_MODEL, type PriceCeilings } from '@/lib/selection/price-ceilings'
import { type LocatedMember, type LocatedValue, readLocatedJson } from './located-json'
import { currencyNamed } from './parse-max-price-per-unit'
import { firstProblems, type Report, reporter, shown } from './tell-place'

export type MaxPrices =
  | { readonly ok: true; readonly ceilings: PriceCeilings }
  /** At least one: `line 3 (capabilities_prices[1]): "currency" is "EUR"; use wei, eth or usd`. */
  | { readonly ok: false; readonly problems: readonly string[] }

/** What counts where the file says nothing, as go-livepeer's flags of these names. */
export interface MaxPriceDefaults {
  /** For that many units; null: any price will do. */
  readonly maxPricePerUnit: Ceiling | null
  readonly pixelsPerUnit: bigint
}

/**
 * go-livepeer's `-maxPricePerCapability`, read as it stands: `{"capabilities_prices": [{"pipeline": "llm", "model_id":
 * "default", "price_per_unit": 0.5, "pixels_per_unit": 1000000, "currency": "USD"}]}`. Keys are known in any case, unknown ones
 * are passed over, and of two entries for one model the last counts. Otherwise than there, an unknown pipeline is a mistake
 * with a line where go-livepeer ends its process, and a number in quotes is a number where it drops the whole file.
 */
export function parseMaxPrices(text: string, defaults: MaxPriceDefaults): MaxPrices {
  const json = readLocatedJson(text.replace(/^\uFEFF/, ''))
  if (!json.ok) return { ok: false, problems: [`line ${json.line}: ${json.problem}`] }
  const problems: string[] = []
  const byModel = readEntries(json.value, defaults, reporter(problems))
  if (problems.length > 0) return { ok: false, problems: firstProblems(problems) }
  return { ok: true, ceilings: { global: globalCeiling(defaults), byModel } }
}

/** The ceiling of one unit for whatever has none of its own. */
export function globalCeiling({ maxPricePerUnit, pixelsPerUnit }: MaxPriceDefaults): Ceiling | null {
  const amount = maxPricePerUnit && divide(maxPricePerUnit.amount, whole(pixelsPerUnit))
  return amount && { ...maxPricePerUnit, amount }
}

function readEntries(
  value: LocatedValue,
  defaults: MaxPriceDefaults,
  report: Report,
): Map<string, Map<string, Ceiling>> {
  const byModel = new Map<string, Map<string, Ceiling>>()
  const list = membersOf(value)?.get(LIST)
  if (list?.value.type !== 'array') {
    const [at, what] = list ? [list, `"${LIST}" is ${shown(list.value)}`] : [value, `has no "${LIST}"`]
    report({ line: at.line, path: '' }, `${what}; use {"${LIST}": [{"pipeline": …, "price_per_unit": …}]}`)
    return byModel
  }
  for (const [i, item] of list.value.items.entries()) {
    const entry = readEntry(item, defaults, (line, problem) =>
      report({ line, path: `${LIST}[${i}]` }, problem),
    )
    if (!entry) continue
    const models = byModel.get(entry.pipeline) ?? new Map<string, Ceiling>()
    byModel.set(entry.pipeline, models.set(entry.model, entry.ceiling))
  }
  return byModel
}

const LIST = 'capabilities_prices'

/** Null for an entry that sets no ceiling, and for a mistake, which is reported. */
function readEntry(
  value: LocatedValue,
  defaults: MaxPriceDefaults,
  report: (line: number, problem: string) => void,
): { readonly pipeline: string; readonly model: string; readonly ceiling: Ceiling } | null {
  const members = membersOf(value)
  if (!members) {
    report(value.line, `is ${shown(value)}; use {"pipeline": …, "price_per_unit": …}`)
    return null
  }
  let isRight = true
  const wrong = (key: string, help: string) => {
    const member = members.get(key)
    report(
      member?.line ?? value.line,
      `${member ? `"${key}" is ${shown(member.value)}` : `has no "${key}"`}; use ${help}`,
    )
    isRight = false
  }
  const text = (key: string): string => {
    const given = members.get(key)?.value
    if (given === undefined || given.type === 'null') return ''
    if (given.type === 'text') return given.text
    wrong(key, 'a text')
    return ''
  }
  /** Null where it is not stated, and where it is not above zero, which go-livepeer takes for the same. */
  const amount = (key: string): Fraction | null => {
    const given = members.get(key)?.value
    if (given === undefined || given.type === 'null') return null
    const number =
      given.type === 'number' || given.type === 'text'
        ? exactFraction(given.type === 'number' ? given.spelling : given.text.trim())
        : null
    if (!number) wrong(key, 'a number, such as 1200 or 1.2e-6')
    return number && number.numerator > 0n ? number : null
  }

  const pipeline = text('pipeline')
  if (isRight && !AI_PIPELINE_IDS.includes(pipeline)) wrong('pipeline', AI_PIPELINE_IDS.join(', '))
  const model = text('model_id') || DEFAULT_MODEL
  const currency = currencyNamed(text('currency'))
  if (!currency) wrong('currency', 'wei, eth or usd')
  const units = amount('pixels_per_unit') ?? whole(defaults.pixelsPerUnit)
  // The amount for everybody, but in the entry's own currency: so it stands in go-livepeer (cmd/livepeer/starter).
  const price = amount('price_per_unit') ?? defaults.maxPricePerUnit?.amount ?? null
  const perUnit = price && divide(price, units)
  return isRight && currency && perUnit ? { pipeline, model, ceiling: { amount: perUnit, currency } } : null
}

const whole = (numerator: bigint): Fraction => ({ numerator, denominator: 1n })

/** By their keys in lower case; of equal ones the last counts, as in Go. Null for what is no object. */
const membersOf = (value: LocatedValue): ReadonlyMap<string, LocatedMember> | null =>
  value.type === 'object' ? new Map(value.members.map((member) => [member.key.toLowerCase(), member])) : null
