import { type Policy, policyParams } from '@/lib/policies/policy'
import type { PolicyBook } from '@/lib/policies/policy-book'
import { quoted, readSingle } from './listing/reading'
import { type NodeQuery, type NodeQueryResult, parseNodeQuery } from './node-query'
import { POLICY_PARAMETER } from './policy-parameter'
import { sentenceOf } from './problem'
import type { ParameterError } from './search-params'

export type NamedPolicy =
  | { readonly ok: true; readonly base: NodeQuery | null }
  | { readonly ok: false; readonly error: ParameterError }

export const NO_POLICY: NamedPolicy = { ok: true, base: null }

const MAX_NAMES = 20

/** What the policy says that `policy=` names; null: none is named. Policies are not looked at unless one is. */
export async function namedPolicy(params: URLSearchParams, book: PolicyBook): Promise<NamedPolicy> {
  const given = params.getAll(POLICY_PARAMETER.name)
  if (given.length === 0) return NO_POLICY
  const name = readSingle(given)
  if (!name.ok) return refused(name.detail)
  const policies = await book.policies()
  const policy = policies.get(name.value)
  if (!policy)
    return refused(`${quoted(name.value)} is not the name of a policy; ${known([...policies.keys()])}`)
  const query = policyQuery(policy)
  return query.ok
    ? { ok: true, base: query.query }
    : refused(
        `${quoted(name.value)} cannot be read by this version, save it anew: ${sentenceOf(query.errors)}`,
      )
}

/** What a policy means, read by the very parser of the list of offerings. */
export const policyQuery = ({ filters }: Pick<Policy, 'filters'>): NodeQueryResult =>
  parseNodeQuery(policyParams(filters), { base: null })

const refused = (detail: string): NamedPolicy => ({
  ok: false,
  error: { parameter: POLICY_PARAMETER.name, detail },
})

function known(names: readonly string[]): string {
  if (names.length === 0) return 'there are none yet'
  const more = names.length - MAX_NAMES
  return `there are ${names.slice(0, MAX_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
