const MOMENT =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d))?$/

/**
 * ISO 8601 as ms since 1970: a date (its midnight in UTC), or a date and a time that states its zone. Programs write up to
 * nanoseconds, which are cut to ms.
 */
export function parseMoment(text: string): number | null {
  const [, date] = MOMENT.exec(text) ?? []
  if (date === undefined) return null
  // JavaScript turns 30 February into 2 March.
  if (!new Date(`${date}T00:00:00Z`).toISOString().startsWith(date)) return null
  const ms = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'))
  // A zone may carry it out of the years that four digits can write.
  return /^\d{4}-/.test(new Date(ms).toISOString()) ? ms : null
}
