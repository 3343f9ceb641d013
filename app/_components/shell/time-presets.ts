/** How long before now the presets of the time picker lie. */
export const TIME_PRESETS = [
  { key: '1h', label: '1 hour ago', ms: 3_600_000 },
  { key: '24h', label: '24 hours ago', ms: 86_400_000 },
  { key: '7d', label: '7 days ago', ms: 604_800_000 },
] as const

/** The parameter by which a form says a preset; the page turns it into a moment. */
export const AGO = 'ago'
