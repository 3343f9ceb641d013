import type { ParameterDoc } from './operation-doc'

export const POLICY_PARAMETER: ParameterDoc = {
  name: 'policy',
  in: 'query',
  description:
    'A policy by its name. What it says holds beside what the query says, of one field too; its order is used where the query has none. One with `selection` leaves out whatever breaks a hard rule of it, and stands in the order of its strategy. `x-livepeer-offerings-last-resort` says that only nodes which are down or suspended were left.',
  schema: { type: 'string', pattern: '^[a-z0-9-]{1,64}$' },
}
