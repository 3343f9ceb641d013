/** Which rows are meant and in what order, told by something else than values of fields: a policy that selects. */
export interface Ranks {
  /** Equal for equal choices, and for no others of the same rows. */
  readonly key: string
  /** From 0, by the ids of rows; whoever has none is not meant. */
  readonly places: ReadonlyMap<string, number>
}
