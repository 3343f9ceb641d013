/** Only the fields asked for, in the order of the DTO; null: all. */
export function pickFields(dto: object, fields: readonly string[] | null): Record<string, unknown> {
  const entries = Object.entries(dto)
  return Object.fromEntries(fields === null ? entries : entries.filter(([key]) => fields.includes(key)))
}
