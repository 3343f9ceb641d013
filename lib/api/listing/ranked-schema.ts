import type { Field, ListSchema } from './list-schema'
import type { Ranks } from './ranks'

/** The field that a list is sorted by then; nobody can filter by it, and it is no column. */
export const RANK = 'policy_rank'

const rankField = <Row>({ id }: ListSchema<Row>, ranks: Ranks | null): Field<Row> => ({
  name: RANK,
  kind: 'number',
  isSort: true,
  isColumn: false,
  read: (row) => ranks?.places.get(id(row)) ?? null,
})

/** The same list, which can be sorted by places, too. */
export const rankedSchema = <Row>(schema: ListSchema<Row>, ranks: Ranks | null = null): ListSchema<Row> => ({
  ...schema,
  fields: [...schema.fields, rankField(schema, ranks)],
})
