const MAX_DETAIL = 300

/** A stranger's text, made safe to store, log and show: no control characters, bounded. */
export function printable(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()
  return clean.length > MAX_DETAIL ? `${clean.slice(0, MAX_DETAIL)}…` : clean
}
