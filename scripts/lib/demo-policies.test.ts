import { expect, test } from 'vitest'
import { policyQuery } from '@/lib/api/named-policy'
import { parsePolicyBody } from '@/lib/policies/parse-policy-body'
import { isPolicyName } from '@/lib/policies/policy'
import { DEMO_POLICIES } from './demo-policies.mjs'

test.each(Object.entries(DEMO_POLICIES))('the application takes the policy %s', (name, policy) => {
  expect(isPolicyName(name)).toBe(true)
  const body = parsePolicyBody(JSON.stringify(policy))
  expect(body.ok && policyQuery(body.draft)).toMatchObject({ ok: true })
})
