import type { EditCondition, PolicyDeletion, Store } from '@/lib/store/store'
import { MAX_POLICIES, type Policy, type PolicyDraft } from './policy'
import { formatPolicyBody, policyOf } from './stored-policy'

export type PolicyWriting =
  | { readonly kind: 'written'; readonly policy: Policy; readonly isNew: boolean }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'full' }

export interface PolicyBookDeps {
  readonly store: Pick<Store, 'readPolicies' | 'readPolicyRevision' | 'writePolicy' | 'deletePolicy'>
  readonly now: () => number
}

/**
 * The policies of this store, whichever process wrote them. Each question looks whether there is something new, which
 * is one number; what this process or another one has just written is never missed.
 */
export class PolicyBook {
  #policies: ReadonlyMap<string, Policy> = new Map()
  #revision = 0

  constructor(private readonly deps: PolicyBookDeps) {}

  /** By name, in the order of names; the same map until one of them is edited. */
  async policies(): Promise<ReadonlyMap<string, Policy>> {
    const { store } = this.deps
    const revision = await store.readPolicyRevision()
    if (revision === this.#revision) return this.#policies
    const policies = (await store.readPolicies()).flatMap((stored) => policyOf(stored) ?? [])
    this.#policies = new Map(policies.map((policy) => [policy.name, policy]))
    this.#revision = revision
    return this.#policies
  }

  /** One that says the same already is left as it is. */
  async write(name: string, draft: PolicyDraft, isMet: EditCondition): Promise<PolicyWriting> {
    const { store, now } = this.deps
    const written = await store.writePolicy(
      { name, body: formatPolicyBody(draft), at: now() },
      { isMet, maxCount: MAX_POLICIES },
    )
    if (written.kind !== 'written') return written
    const { revision, createdAt, updatedAt } = written.policy
    return {
      kind: 'written',
      policy: { name, ...draft, revision, createdAt, updatedAt },
      isNew: written.isNew,
    }
  }

  delete(name: string, isMet: EditCondition): Promise<PolicyDeletion> {
    return this.deps.store.deletePolicy(name, isMet)
  }
}
