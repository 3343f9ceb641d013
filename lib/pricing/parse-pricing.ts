import { exactFraction } from '@/lib/domain/exact-fraction'
import { SALE_UNITS, type SaleUnitName, saleUnitNames } from '@/lib/domain/sale-unit'
import type { Fraction } from '@/lib/domain/usd'
import { type LocatedMember, type LocatedValue, readLocatedJson } from './located-json'
import type { PipelinePricing, PriceRule, Pricing } from './pricing'
import { firstProblems, pathOf, quoted, type Report, reporter, shown } from './tell-place'

export type PricingFile =
  | { readonly ok: true; readonly pricing: Pricing }
  /** At least one: `line 12 (prices.llm.x): "per" is "picture"; use million-tokens, thousand-tokens, token`. */
  | { readonly ok: false; readonly problems: readonly string[] }

/** Stands for every model of a pipeline that has no rule of its own. */
const ANY_MODEL = '*'

/**
 * A pricing file, as the README describes it: JSON, with comments if you like. A price is `{"usd": "0.02", "per": "image"}`,
 * `{"markup_percent": 20}`, or false for what is not for sale. Every mistake is named by its line and place.
 */
export function parsePricing(text: string): PricingFile {
  // Editors on some systems begin a file with it.
  const json = readLocatedJson(text.replace(/^\uFEFF/, ''))
  if (!json.ok) return { ok: false, problems: [`line ${json.line}: ${json.problem}`] }
  const problems: string[] = []
  const pricing = readFile(json.value, reporter(problems))
  return problems.length === 0 ? { ok: true, pricing } : { ok: false, problems: firstProblems(problems) }
}

function readFile(value: LocatedValue, report: Report): Pricing {
  const members = membersOf(value, '', report)
  const at = { line: value.line, path: '' }
  if (!members) {
    report(at, 'is no object; use {"default": …, "prices": {…}}')
    return { fallback: null, pipelines: new Map() }
  }
  for (const [key, { line }] of members)
    if (!['default', 'prices', '$schema'].includes(key))
      report({ line, path: pathOf('', key) }, 'is an unknown key; use default, prices')
  const fallback = members.get('default')
  const prices = members.get('prices')
  if (!fallback && !prices) report(at, 'has neither "default" nor "prices"')
  return {
    fallback: fallback ? readRule(fallback.value, { path: 'default', units: SALE_UNITS }, report) : null,
    pipelines: prices ? readPipelines(prices.value, report) : new Map(),
  }
}

function readPipelines(value: LocatedValue, report: Report): Map<string, PipelinePricing> {
  const members = membersOf(value, 'prices', report)
  if (!members) {
    report({ line: value.line, path: 'prices' }, 'is no object; use {"llm": {"*": …}}')
    return new Map()
  }
  return new Map(
    [...members].map(([pipeline, member]) => [pipeline, readPipeline(pipeline, member.value, report)]),
  )
}

/** Either rules by model, or one rule for all of them. */
function readPipeline(pipeline: string, value: LocatedValue, report: Report): PipelinePricing {
  const about = { path: pathOf('prices', pipeline), units: saleUnitNames(pipeline) }
  if (isRule(value)) return { fallback: readRule(value, about, report), models: new Map() }
  const rules = new Map<string, PriceRule>()
  const members = membersOf(value, about.path, report) ?? new Map<string, LocatedMember>()
  if (members.size === 0) report({ line: value.line, path: about.path }, `prices nothing; ${RULE_HELP}`)
  for (const [model, member] of members) {
    const rule = readRule(member.value, { ...about, path: pathOf(about.path, model) }, report)
    if (rule) rules.set(model, rule)
  }
  const fallback = rules.get(ANY_MODEL) ?? null
  rules.delete(ANY_MODEL)
  return { fallback, models: rules }
}

const RULE_KEYS = ['usd', 'per', 'markup_percent']

/** What a rule says are texts and numbers, what models have are rules: a model may be called "usd". */
const isRule = (value: LocatedValue): boolean =>
  value.type !== 'object' ||
  value.members.some((member) => member.value.type === 'text' || member.value.type === 'number')

const RULE_HELP =
  'use {"usd": "0.02", "per": UNIT}, {"markup_percent": 20}, or false for what is not for sale'

interface RuleAbout {
  readonly path: string
  /** What it may be sold by. */
  readonly units: readonly SaleUnitName[]
}

/** Null for a mistake, which is reported. */
function readRule(value: LocatedValue, { path, units }: RuleAbout, report: Report): PriceRule | null {
  const place = { line: value.line, path }
  const wrong = (problem: string, line = value.line): null => {
    report({ line, path }, problem)
    return null
  }
  if (value.type === 'boolean' && !value.value) return { kind: 'not-for-sale', place }
  const members = membersOf(value, path, report)
  if (!members) return wrong(`is ${shown(value)}; ${RULE_HELP}`)
  const unknown = [...members].filter(([key]) => !RULE_KEYS.includes(key))
  for (const [key, { line }] of unknown) wrong(`has the unknown key ${quoted(key)}; ${RULE_HELP}`, line)
  if (unknown.length > 0) return null
  const [usd, per, markup] = RULE_KEYS.map((key) => members.get(key))
  if (usd && markup) return wrong('has both "usd" and "markup_percent"; take one of them away', markup.line)
  if (markup) {
    if (per) return wrong('has "per" beside "markup_percent", which needs none', per.line)
    const percent = readAmount(markup.value, /\s*%$/)
    if (percent) return { kind: 'markup', percent, place }
    return wrong(
      `"markup_percent" is ${shown(markup.value)}; use percent from 0, such as 20 or "12.5"`,
      markup.value.line,
    )
  }
  if (!usd) return wrong(`has no price; ${RULE_HELP}`)
  const amount = readAmount(usd.value, /^\$\s*/)
  if (!amount)
    wrong(
      `"usd" is ${shown(usd.value)}; use dollars from 0 with a point and up to 18 places, such as "0.02"`,
      usd.value.line,
    )
  if (!per) return wrong(`has "usd" without "per"; use ${units.join(', ')}`)
  const unit = per.value.type === 'text' ? unitNamed(per.value.text, units) : null
  if (unit === null) return wrong(`"per" is ${shown(per.value)}; use ${units.join(', ')}`, per.value.line)
  return amount && { kind: 'fixed', usd: amount, per: unit, place }
}

const PLACES = 10n ** 18n

/** Of a text or a number, by what is written; null unless it is an amount from 0 that 18 places can tell. */
function readAmount(value: LocatedValue, sign: RegExp): Fraction | null {
  if (value.type !== 'text' && value.type !== 'number') return null
  const spelling = value.type === 'text' ? value.text.trim().replace(sign, '') : value.spelling
  const amount = exactFraction(spelling)
  if (amount === null || amount.numerator < 0n) return null
  return (amount.numerator * PLACES) % amount.denominator === 0n ? amount : null
}

/** As people write it: `Images`, `million tokens`. */
const unitNamed = (text: string, units: readonly SaleUnitName[]): SaleUnitName | null =>
  units.find((name) => spelling(name) === spelling(text)) ?? null
const spelling = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .replace(/s$/, '')

/** By their keys, of which each may stand once; null for what is no object. */
function membersOf(value: LocatedValue, path: string, report: Report): Map<string, LocatedMember> | null {
  if (value.type !== 'object') return null
  const members = new Map<string, LocatedMember>()
  for (const member of value.members) {
    const first = members.get(member.key)
    if (first)
      report(
        { line: member.line, path: pathOf(path, member.key) },
        `stands here again, and first in line ${first.line}`,
      )
    else members.set(member.key, member)
  }
  return members
}
