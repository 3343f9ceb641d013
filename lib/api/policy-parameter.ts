import type { ParameterDoc } from './operation-doc'

export const POLICY_PARAMETER: ParameterDoc = {
  name: 'policy',
  in: 'query',
  description:
    'A saved policy by its name. What it says holds beside what the query says, of one field too; its order is used where the query has none.',
  schema: { type: 'string', pattern: '^[a-z0-9-]{1,64}$' },
}
