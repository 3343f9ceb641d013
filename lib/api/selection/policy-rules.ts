import type { PolicySelection } from '@/lib/policies/policy'
import { type SelectionRulesDto, selectionRulesDto } from '../contract/selection'
import { readJson } from '../read-json-body'
import type { ParameterError } from '../search-params'
import { type RulesReader, rulesReader } from './read-rules'

export type PolicyRules =
  | {
      readonly ok: true
      readonly dto: SelectionRulesDto
      readonly rulesFor: Extract<RulesReader, { ok: true }>['rulesFor']
    }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

/** What a policy says of selection, read by the schema that reads a client's own rules, its amounts as well. */
export function policyRules(selection: PolicySelection): PolicyRules {
  const read = readJson(selection, selectionRulesDto)
  if (!read.ok) return read
  const reader = rulesReader(read.value)
  return reader.ok ? { ok: true, dto: read.value, rulesFor: reader.rulesFor } : reader
}
