/** After which event a client goes on. `unknown`: after something that was never the id of one. */
export type ResumePoint = number | 'now' | 'unknown'

/** What a client saw last, as it sends it; null and empty: nothing. */
export function parseResumePoint(text: string | null): ResumePoint {
  if (text === null || text.trim() === '') return 'now'
  const id = /^[1-9]\d{0,15}$/.test(text.trim()) ? Number(text) : Number.NaN
  return Number.isSafeInteger(id) ? id : 'unknown'
}
