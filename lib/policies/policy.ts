/** A named set of filters, kept for whoever asks by its name. Moments are ms since 1970. */
export interface Policy extends PolicyDraft {
  readonly name: string
  readonly createdAt: number
  readonly updatedAt: number
  /** Higher with every edit of any policy: no two states of one are alike. */
  readonly revision: number
}

/** What its author says of it. */
export interface PolicyDraft {
  readonly description: string
  readonly filters: PolicyFilters
}

/** Parameters of the list of offerings, each with the texts given for it, as in a URL. */
export type PolicyFilters = ReadonlyMap<string, readonly string[]>

/** More serve nobody, and each is read at a start. */
export const MAX_POLICIES = 1_000

export const isPolicyName = (text: string): boolean => /^[a-z0-9-]{1,64}$/.test(text)

/** What a URL would say. */
export function policyParams(filters: PolicyFilters): URLSearchParams {
  const params = new URLSearchParams()
  for (const [parameter, texts] of filters) for (const text of texts) params.append(parameter, text)
  return params
}
