import type { Catalog } from '@/lib/catalog/catalog'
import type { Offering } from '@/lib/catalog/offering'
import {
  type Comparable,
  comparableKey,
  comparables,
  isAdvertised,
  plausiblePrice,
  pricePosition,
} from '@/lib/catalog/price-position'
import { priceSpread } from '@/lib/catalog/price-spread'
import { gatewaysThatUse } from '@/lib/catalog/usable-by'
import { formatFraction } from '@/lib/domain/fraction'
import { formatDecimal, type Price } from '@/lib/domain/price'
import { priceChangePercent } from '@/lib/domain/price-change'
import { BUILT_IN_POLICIES } from '@/lib/policies/built-in-policies'
import type { Policy } from '@/lib/policies/policy'
import type { Selector } from '@/lib/routing/selector'
import { askedRules } from '@/lib/selection/rules'
import type { Selection } from '@/lib/selection/select'
import type { PositionDto } from '../contract/position'
import { findOrchestrator } from '../find-in-catalog'
import { shortened } from '../listing/reading'
import type { Market } from '../reader'
import { snapshotToDto } from '../to-dto'
import { policyRules } from './policy-rules'
import { brokenToDto, offeringRef } from './selection-to-dto'

export interface PositionPage {
  readonly limit: number
  /** The id of the offering that the page before ended with; null: from the beginning. */
  readonly after: string | null
}

export type Position =
  | { readonly kind: 'found'; readonly dto: PositionDto }
  | { readonly kind: 'missing'; readonly reason: string }
  | { readonly kind: 'bad-cursor' }

/** Where each offering of an orchestrator stands, by price and by each built-in policy. */
export function positionOf(
  asked: string,
  { market, selector, page }: { market: Market; selector: Selector; page: PositionPage },
): Position {
  const { catalog } = market
  const known = findOrchestrator(catalog, asked)
  if (!known)
    return {
      kind: 'missing',
      reason: `No node is paid to, or said to belong to, ${shortened(asked)}; /api/v1/orchestrators lists all.`,
    }
  const address = known.address.toLowerCase()
  const own = catalog.offerings
    .filter(({ orchestrator }) => orchestrator?.toLowerCase() === address)
    .sort(byPlace)
  const start = page.after === null ? 0 : own.findIndex(({ id }) => id === page.after) + 1
  if (page.after !== null && start === 0) return { kind: 'bad-cursor' }
  const shown = own.slice(start, start + page.limit)
  const usableBy = new Map(
    known.nodes.flatMap(({ uri, lastAnswer }) =>
      lastAnswer ? [[uri, gatewaysThatUse(lastAnswer.answer)] as const] : [],
    ),
  )
  const alikeOf = comparablesOf(catalog)
  const standingsOf = createStandings({ market, selector })
  return {
    kind: 'found',
    dto: {
      snapshot: snapshotToDto(catalog.snapshot),
      address: known.address,
      name: own[0]?.orchestratorName ?? null,
      count: own.length,
      next_cursor: start + shown.length < own.length ? (shown.at(-1)?.id ?? null) : null,
      offerings: shown.map((offering) => ({
        ...offeringRef(offering),
        kind: offering.kind,
        pipeline: offering.pipeline,
        usable_by: [...(usableBy.get(offering.nodeUri) ?? [])],
        market: marketOf(offering, alikeOf.get(comparableKey(offering)) ?? NOBODY),
        standings: standingsOf(offering),
      })),
    },
  }
}

/** By what is offered, then by where; ids are last, since duplicates are shown as such. */
const byPlace = (a: Offering, b: Offering): number =>
  byText(a.pipeline, b.pipeline) ||
  byText(a.model ?? '', b.model ?? '') ||
  byText(a.nodeUri, b.nodeUri) ||
  byText(a.id, b.id)

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const NOBODY: Comparable = { offerings: [], prices: [], spread: priceSpread([]) }

const byCatalog = new WeakMap<Catalog, ReadonlyMap<string, Comparable>>()

/** Made once for each catalog. */
function comparablesOf(catalog: Catalog): ReadonlyMap<string, Comparable> {
  const known = byCatalog.get(catalog) ?? comparables(catalog.offerings)
  byCatalog.set(catalog, known)
  return known
}

type OfferingPosition = PositionDto['offerings'][number]

function marketOf(own: Offering, { offerings, prices, spread }: Comparable): OfferingPosition['market'] {
  const others = offerings.filter(({ orchestrator }) => orchestrator !== own.orchestrator)
  const price = plausiblePrice(own)
  const position = price && pricePosition(price, prices, { isAmong: isAdvertised(own) })
  return {
    offerings: offerings.length,
    competitors: others.length,
    warm_competitors: others.filter(({ state }) => state === 'warm').length,
    priced: prices.length,
    floor: spread.min && formatDecimal(spread.min),
    median: spread.median && formatDecimal(spread.median),
    rank: position?.rank ?? null,
    of: position?.of ?? null,
    percentile: position?.percentile ?? null,
    next_cheaper: price && position?.cheaper ? gapOf(price, position.cheaper) : null,
    next_dearer: price && position?.dearer ? gapOf(price, position.dearer) : null,
  }
}

function gapOf(own: Price, other: Price): NonNullable<OfferingPosition['market']['next_cheaper']> {
  const gap = {
    numerator: other.wei * own.perUnits - own.wei * other.perUnits,
    denominator: own.perUnits * other.perUnits,
  }
  return {
    wei_per_unit: formatDecimal(other),
    wei: formatFraction(gap),
    percent: priceChangePercent(own, other),
  }
}

/** Chance has no part in a standing; any seed will do. */
const SEED = 'position'

/** Each policy chooses once for each model, however many nodes serve it. */
function createStandings({ market, selector }: { market: Market; selector: Selector }) {
  const { catalog, asOf } = market
  const selections = new Map<string, Standings>()
  const policies = BUILT_IN_POLICIES.flatMap((policy) => readerOf(policy))
  return (offering: Offering): OfferingPosition['standings'] =>
    policies.flatMap(({ name, rulesFor }) => {
      const { kind, pipeline, model } = offering
      const key = JSON.stringify([name, kind, pipeline, model])
      const reading = rulesFor({
        kind,
        pipeline,
        model,
        rate: market.quote?.rate ?? null,
        ceilings: selector.ceilings,
      })
      if (!reading.ok) return []
      const known =
        selections.get(key) ??
        standingsIn(
          selector.select(
            catalog,
            { kind, pipeline, model, size: {}, rules: reading.rules, affinityKey: null },
            { seed: SEED, asOf },
          ),
        )
      selections.set(key, known)
      return known(name, offering)
    })
}

type Standings = (policy: string, offering: Offering) => OfferingPosition['standings']

function readerOf({ name, selection }: Policy) {
  const rules = policyRules(selection ?? {})
  return rules.ok ? [{ name, rulesFor: rules.rulesFor }] : []
}

function standingsIn(selection: Selection): Standings {
  const { job, conditions, ranking, shares, rejected, isLastResort } = selection
  const places = new Map(ranking.candidates.map(({ offering }, place) => [offering, place]))
  const brokenBy = new Map(rejected.map((one) => [one.candidate.offering, one]))
  const rules = askedRules(job)
  return (policy, offering) => {
    const place = places.get(offering)
    const out = brokenBy.get(offering)
    const isBroken = (bit: number): boolean => out !== undefined && (out.broken & bit) !== 0
    return [
      {
        policy,
        rank: place === undefined ? null : place + 1,
        of: ranking.candidates.length,
        probability: place === undefined ? 0 : Math.min(1, Math.max(0, shares[place] ?? 0)),
        is_last_resort: isLastResort,
        passed: rules.flatMap(([rule, bit]) => (isBroken(bit) ? [] : rule.name)),
        broken: out
          ? brokenToDto(
              rules.flatMap(([rule, bit]) => (isBroken(bit) ? rule : [])),
              out.candidate,
              { job, conditions },
            )
          : [],
      },
    ]
  }
}
