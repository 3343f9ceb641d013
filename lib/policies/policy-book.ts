import type { EditCondition, PolicyDeletion, Store } from '@/lib/store/store'
import { BUILT_IN_POLICIES } from './built-in-policies'
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
  #views = viewsOf([])
  #revision = 0

  constructor(private readonly deps: PolicyBookDeps) {}

  /**
   * Those that there are for whoever asks, by name: saved ones in the order of names, then built-in ones. The same map
   * until one of them is edited.
   */
  async policies({ isOperator }: { readonly isOperator: boolean }): Promise<ReadonlyMap<string, Policy>> {
    const { store } = this.deps
    const revision = await store.readPolicyRevision()
    if (revision !== this.#revision) {
      this.#views = viewsOf((await store.readPolicies()).flatMap((stored) => policyOf(stored) ?? []))
      this.#revision = revision
    }
    return isOperator ? this.#views.ofOperator : this.#views.ofEverybody
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
      policy: { name, ...draft, saved: { revision, createdAt, updatedAt } },
      isNew: written.isNew,
    }
  }

  delete(name: string, isMet: EditCondition): Promise<PolicyDeletion> {
    return this.deps.store.deletePolicy(name, isMet)
  }
}

type View = ReadonlyMap<string, Policy>

function viewsOf(saved: readonly Policy[]): { readonly ofOperator: View; readonly ofEverybody: View } {
  const viewOf = (shown: readonly Policy[]): View => {
    const names = new Set(shown.map(({ name }) => name))
    // One that was saved before there were built-in ones goes on meaning what its author said.
    const others = BUILT_IN_POLICIES.filter(({ name }) => !names.has(name))
    return new Map([...shown, ...others].map((policy) => [policy.name, policy]))
  }
  return { ofOperator: viewOf(saved), ofEverybody: viewOf(saved.filter(({ isPrivate }) => !isPrivate)) }
}
