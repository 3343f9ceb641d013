const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** The length of a bucket as the API tells it, `15m`, in ms; null for what is none. */
export function parseStepMs(text: string): number | null {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(text) ?? []
  if (count === undefined || (unit !== 'm' && unit !== 'h' && unit !== 'd')) return null
  return Number(count) * UNITS[unit]
}
