import type { Policy } from '@/lib/policies/policy'
import type { ReadRequest } from '../answer'
import type { SelectionRulesDto } from '../contract/selection'
import type { AnswerDeps } from '../endpoint'
import { findPolicy, policyQuery } from '../named-policy'
import type { NodeQuery } from '../node-query'
import { sentenceOf } from '../problem'
import { policyRules } from './policy-rules'

export type PolicyOfJob =
  | {
      readonly ok: true
      /** What holds where the job says nothing of the same. */
      readonly rules: SelectionRulesDto
      /** What the job's candidates are chosen from; null: from everything. */
      readonly query: NodeQuery | null
    }
  | { readonly ok: false; readonly detail: string }

const NO_POLICY: PolicyOfJob = { ok: true, rules: {}, query: null }

/** What the policy means for a job that names it. */
export async function policyOfJob(
  { policy: name }: { readonly policy?: string | undefined },
  request: Pick<ReadRequest, 'header'>,
  deps: Pick<AnswerDeps, 'policies' | 'operatorKey' | 'keys'>,
): Promise<PolicyOfJob> {
  if (name === undefined) return NO_POLICY
  const found = await findPolicy(name, request, deps)
  return found.ok ? meaningOf(found.policy) : found
}

/** Its own limit and order are of lists, and mean nothing for a job. */
export function meaningOf(policy: Policy): PolicyOfJob {
  const query = policyQuery(policy)
  const rules = policyRules(policy.selection ?? {})
  if (query.ok && rules.ok) return { ok: true, rules: rules.dto, query: query.query }
  const errors = [...(query.ok ? [] : query.errors), ...(rules.ok ? [] : rules.errors)]
  return { ok: false, detail: `cannot be used here: ${sentenceOf(errors)}` }
}
