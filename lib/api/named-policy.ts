import type { Policy } from '@/lib/policies/policy'
import { policyParams } from '@/lib/policies/policy'
import type { ReadRequest } from './answer'
import type { AnswerDeps } from './endpoint'
import { RANK } from './listing/ranked-schema'
import { quoted, readSingle } from './listing/reading'
import { type NodeQuery, type NodeQueryResult, parseNodeQuery } from './node-query'
import { bearsOperatorKey, VARY_BY_KEY } from './operator'
import { POLICY_PARAMETER } from './policy-parameter'
import { sentenceOf } from './problem'
import type { ParameterError } from './search-params'
import { policyRanks } from './selection/policy-ranks'

export type NamedPolicy =
  | {
      readonly ok: true
      /** What holds besides; null: nothing does. */
      readonly base: NodeQuery | null
      /** What is to be known of an answer that is made by it. */
      readonly headers: Readonly<Record<string, string>>
    }
  | { readonly ok: false; readonly error: ParameterError }

export const NO_POLICY: NamedPolicy = { ok: true, base: null, headers: {} }

const LAST_RESORT = { 'x-livepeer-offerings-last-resort': 'true' }

const MAX_NAMES = 20

type Deps = Pick<AnswerDeps, 'policies' | 'operatorKey' | 'keys' | 'reader' | 'selector'>

/** What the policy says that `policy=` names, at this moment. Policies are not looked at unless one is. */
export async function namedPolicy(
  request: Pick<ReadRequest, 'url' | 'header'>,
  deps: Deps,
): Promise<NamedPolicy> {
  const given = request.url.searchParams.getAll(POLICY_PARAMETER.name)
  if (given.length === 0) return NO_POLICY
  const name = readSingle(given)
  if (!name.ok) return refused(name.detail)
  const found = await findPolicy(name.value, request, deps)
  if (!found.ok) return refused(found.detail)
  const { policy } = found
  const query = policyQuery(policy)
  if (!query.ok) return unreadable(policy, query.errors)
  const { selection } = policy
  const market = selection === null ? null : deps.reader.market()
  // Before anything was collected nothing is chosen, and whoever answers says so.
  if (selection === null || market === null) return { ok: true, base: query.query, headers: VARY_BY_KEY }
  const ranks = policyRanks({ ...policy, selection }, { query: query.query, market, selector: deps.selector })
  if (!ranks.ok) return unreadable(policy, ranks.errors)
  const { offerings } = query.query
  // An order that its author names is meant.
  const sort = policy.filters.has('sort') ? offerings.sort : [{ field: RANK, isDescending: false }]
  return {
    ok: true,
    base: { ...query.query, offerings: { ...offerings, sort, ranks: ranks.ranks } },
    headers: ranks.isLastResort ? { ...VARY_BY_KEY, ...LAST_RESORT } : VARY_BY_KEY,
  }
}

/** The one of this name that there is for whoever asks, or which there are. */
export async function findPolicy(
  name: string,
  request: Pick<ReadRequest, 'header'>,
  deps: Pick<Deps, 'policies' | 'operatorKey' | 'keys'>,
): Promise<{ readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly detail: string }> {
  const policies = await deps.policies.policies({ isOperator: bearsOperatorKey(request, deps) })
  const policy = policies.get(name)
  if (policy) return { ok: true, policy }
  return { ok: false, detail: `${quoted(name)} is not the name of a policy; ${known([...policies.keys()])}` }
}

/** What the filters of a policy mean, read by the very parser of the list of offerings. */
export const policyQuery = ({ filters }: Pick<Policy, 'filters'>): NodeQueryResult =>
  parseNodeQuery(policyParams(filters), { base: null })

const unreadable = ({ name }: Policy, errors: readonly ParameterError[]): NamedPolicy =>
  refused(`${quoted(name)} cannot be used here: ${sentenceOf(errors)}`)

const refused = (detail: string): NamedPolicy => ({
  ok: false,
  error: { parameter: POLICY_PARAMETER.name, detail },
})

function known(names: readonly string[]): string {
  const more = names.length - MAX_NAMES
  return `there are ${names.slice(0, MAX_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
