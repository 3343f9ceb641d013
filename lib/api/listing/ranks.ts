import type { Field, ListSchema } from './list-schema'

/** Which rows are meant and in what order, told by something else than values of fields: a policy that selects. */
export interface Ranks {
  /** Equal for equal choices, and for no others of the same rows. */
  readonly key: string
  /** From 0, by the ids of rows; whoever has none is not meant. */
  readonly places: ReadonlyMap<string, number>
}

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
