import { createHash } from 'node:crypto'
import type { Catalog } from '@/lib/catalog/catalog'
import { grouped } from '@/lib/catalog/grouped'
import type { Policy, PolicySelection } from '@/lib/policies/policy'
import type { Selector } from '@/lib/routing/selector'
import type { Candidate } from '@/lib/selection/candidate'
import type { JobRequest } from '@/lib/selection/job-request'
import type { PriceCeilings } from '@/lib/selection/price-ceilings'
import type { JobGroup, Shortlist } from '@/lib/selection/shortlist'
import { createKept } from '../create-kept'
import type { Ranks } from '../listing/ranks'
import { meansAllNodes, type NodeQuery } from '../node-query'
import { OFFERINGS } from '../offering-list'
import type { Market } from '../reader'
import type { ParameterError } from '../search-params'
import { policyRules } from './policy-rules'

export type PolicyRanks =
  | { readonly ok: true; readonly ranks: Ranks; readonly isLastResort: boolean }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

/** Gateways ask by a few policies; of each a list as long as the catalog is kept. */
const MAX_KEPT = 32

interface Known {
  readonly groups: readonly JobGroup[]
  last: { readonly list: Shortlist; readonly ranks: Ranks } | null
}
type Groups = { readonly ok: true; readonly known: Known } | Extract<PolicyRanks, { ok: false }>

const byCatalog = new WeakMap<Catalog, (key: string, make: () => Groups) => Groups>()

/**
 * What the rules of a policy leave of what its filters leave, in the order of its strategy. Whom nobody trusts, how
 * reliable nodes are and how old their word is changes from moment to moment and is no part of a catalog; so every
 * question looks at each candidate anew. Only where something came out otherwise the order is made anew: as long as it does
 * not, these are the same ranks, and whatever was made by them is as well.
 */
export function policyRanks(
  policy: Pick<Policy, 'name' | 'saved'> & { readonly selection: PolicySelection },
  { query, market, selector }: { query: NodeQuery; market: Market; selector: Selector },
): PolicyRanks {
  const { catalog, asOf } = market
  const kept = byCatalog.get(catalog) ?? createKept<Groups>(MAX_KEPT)
  byCatalog.set(catalog, kept)
  const key = `${policy.name} ${policy.saved?.revision ?? 'built-in'} ${ceilingsNumber(selector.ceilings)}`
  const groups = kept(key, () => groupsOf(policy.selection, { query, market, selector }))
  if (!groups.ok) return groups
  const { known } = groups
  const list = selector.shortlist(known.groups, { previous: known.last?.list ?? null, asOf })
  if (known.last?.list !== list) known.last = { list, ranks: ranksOf(list) }
  return { ok: true, ranks: known.last.ranks, isLastResort: list.isLastResort }
}

const ceilingsNumbers = new WeakMap<PriceCeilings, number>()
let lastNumber = 0

/** The operator's own ceilings are read anew when their file changes, and then are others. */
function ceilingsNumber(ceilings: PriceCeilings | null): number {
  if (ceilings === null) return 0
  const known = ceilingsNumbers.get(ceilings) ?? ++lastNumber
  ceilingsNumbers.set(ceilings, known)
  return known
}

/** One for each pipeline and model, in an order of their own, since that of a snapshot's nodes means nothing. */
function groupsOf(
  selection: PolicySelection,
  { query, market: { catalog, quote }, selector }: { query: NodeQuery; market: Market; selector: Selector },
): Groups {
  const rules = policyRules(selection)
  if (!rules.ok) return rules
  const within = offeringsOf(query, catalog)
  const all = selector.index(catalog).all()
  const { ceilings } = selector
  const meant = within === null ? all : all.filter(({ offering }) => within.has(offering.id))
  const groups: JobGroup[] = []
  const byKey = [...grouped(meant, keyOf)].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [, candidates] of byKey) {
    const [first] = candidates
    if (!first) continue
    const { kind, pipeline, model } = first.offering
    const reading = rules.rulesFor({ kind, pipeline, model, rate: quote?.rate ?? null, ceilings })
    if (!reading.ok) return reading
    const job: JobRequest = { kind, pipeline, model, size: {}, rules: reading.rules, affinityKey: null }
    groups.push({ job, candidates })
  }
  return { ok: true, known: { groups, last: null } }
}

const keyOf = ({ offering: { kind, pipeline, model } }: Candidate): string =>
  JSON.stringify([kind, pipeline, model])

/** Ids of the offerings that the filters of a policy leave; null: it has none. */
export function offeringsOf(query: NodeQuery, catalog: Catalog): ReadonlySet<string> | null {
  if (meansAllNodes(query)) return null
  const { rows } = OFFERINGS.result(catalog, query.offerings, { facets: [] })
  return new Set(rows.map(({ offering }) => offering.id))
}

function ranksOf({ candidates }: Shortlist): Ranks {
  const ids = candidates.map(({ offering }) => offering.id)
  return {
    key: createHash('sha256').update(ids.join(' ')).digest('base64url').slice(0, 22),
    places: new Map(ids.map((id, place) => [id, place])),
  }
}
