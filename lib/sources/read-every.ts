import type { SourceReading } from '@/lib/domain/source-reading'
import type { Source } from './source'

/**
 * A source that is read anew only after `everyMs`, and its nodes asked no more often: for lists that change slowly or
 * cost something, and for machines of strangers. A reading that failed is tried again at the next
 * chance, and one that somebody waits for is made at once.
 */
export function readEvery(source: Source, everyMs: number, { now }: { now: () => number }): Source {
  let last: SourceReading | null = null
  return {
    ...source,
    cadenceMs: everyMs,
    async read(signal, { anew = false } = {}) {
      const isDue =
        anew || last === null || last.error !== null || last.readAt === null || now() >= last.readAt + everyMs
      if (last === null || isDue) last = await source.read(signal)
      return last
    },
  }
}
