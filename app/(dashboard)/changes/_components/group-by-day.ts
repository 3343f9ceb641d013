/** Items in their order, parted where the day (UTC) changes. */
export function groupByDay<T extends { readonly found_at: string }>(
  items: readonly T[],
): { readonly day: string; readonly items: T[] }[] {
  const days: { day: string; items: T[] }[] = []
  for (const item of items) {
    const day = item.found_at.slice(0, 10)
    const last = days.at(-1)
    if (last?.day === day) last.items.push(item)
    else days.push({ day, items: [item] })
  }
  return days
}

const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' })

/** `Wednesday 25 November 2026`. */
export const formatDay = (day: string): string => words.format(new Date(`${day}T00:00:00Z`))
