import type { ParameterDoc } from '../operation-doc'

const moment = { type: 'string', description: 'Such as 2026-01-31 or 2026-01-31T12:00:00Z.' } as const

/** Two moments. */
export const spanDocs = ({ from, to }: { from: string; to: string }): ParameterDoc[] => [
  { name: 'from', in: 'query', description: from, schema: moment },
  { name: 'to', in: 'query', description: to, schema: moment },
]

/** How long a page is, and where it begins. */
export const pageDocs = ({
  defaultLimit,
  maxLimit,
}: {
  defaultLimit: number
  maxLimit: number
}): ParameterDoc[] => [
  {
    name: 'limit',
    in: 'query',
    description: 'Rows of one page.',
    schema: { type: 'integer', minimum: 1, maximum: maxLimit, default: defaultLimit },
    example: 10,
  },
  {
    name: 'cursor',
    in: 'query',
    description: '`next_cursor` of the page before.',
    schema: { type: 'string' },
  },
]
