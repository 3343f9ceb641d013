import type { JsonValue } from '@/lib/livepeer/plain-json'

/** Whom to choose and how, under a name, for whoever asks by it. Moments are ms since 1970. */
export interface Policy extends PolicyDraft {
  readonly name: string
  /** Null: it is built in, always there and the same for everybody. */
  readonly saved: Saved | null
}

export interface Saved {
  readonly createdAt: number
  readonly updatedAt: number
  /** Higher with every edit of any policy: no two states of one are alike. */
  readonly revision: number
}

/** What its author says of it. */
export interface PolicyDraft {
  readonly description: string
  readonly filters: PolicyFilters
  /** Null: it says nothing of who is to be chosen of those that the filters leave. */
  readonly selection: PolicySelection | null
  /** There is only for whoever bears the operator's key. */
  readonly isPrivate: boolean
}

/** Parameters of the list of offerings, each with the texts given for it, as in a URL. */
export type PolicyFilters = ReadonlyMap<string, readonly string[]>

/** Rules of selection by their names, as JSON; what they mean is read in lib/api. */
export type PolicySelection = { readonly [rule: string]: JsonValue }

/** More serve nobody, and each is read at a start. */
export const MAX_POLICIES = 1_000

export const isPolicyName = (text: string): boolean => /^[a-z0-9-]{1,64}$/.test(text)

/** What a URL would say. */
export function policyParams(filters: PolicyFilters): URLSearchParams {
  const params = new URLSearchParams()
  for (const [parameter, texts] of filters) for (const text of texts) params.append(parameter, text)
  return params
}
