import type { Bytes } from './document'

/** Parts that are bytes already, put together without being read again; `between` is ASCII. */
export function joinBytes(
  parts: readonly Bytes[],
  { head, between, tail }: { head: string; between: string; tail: string },
): Bytes {
  const first = Buffer.from(head)
  const last = Buffer.from(tail)
  const gaps = Math.max(0, parts.length - 1) * between.length
  const length = parts.reduce((sum, part) => sum + part.length, first.length + gaps + last.length)
  const joined = Buffer.allocUnsafeSlow(length)
  let at = first.copy(joined)
  for (const [i, part] of parts.entries()) {
    if (i > 0) at += joined.write(between, at, 'latin1')
    at += part.copy(joined, at)
  }
  last.copy(joined, at)
  return joined
}
