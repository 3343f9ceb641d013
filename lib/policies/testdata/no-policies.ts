import { PolicyBook } from '../policy-book'

/** For tests that are not about policies: there are none, and none can be saved. */
export const noPolicies = (): PolicyBook =>
  new PolicyBook({
    store: {
      readPolicies: async () => [],
      readPolicyRevision: async () => 0,
      writePolicy: async () => ({ kind: 'full' }),
      deletePolicy: async () => 'absent',
    },
    now: () => 0,
  })
