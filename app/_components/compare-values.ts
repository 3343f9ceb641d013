const collator = new Intl.Collator('en', { numeric: true })

/** For sorting; `sign` -1 is descending. No data (null) comes last in either direction. */
export function compareValues(a: string | number | null, b: string | number | null, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return (
    sign * (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b)))
  )
}
