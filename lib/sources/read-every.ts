import type { Source, SourceReading } from './source'

/**
 * A source that is read anew only after `everyMs`, and its nodes asked no more often: for lists that change slowly or
 * cost something, and for machines of strangers. A reading that failed is tried again at the next chance.
 */
export function readEvery(source: Source, everyMs: number, { now }: { now: () => number }): Source {
  let last: SourceReading | null = null
  return {
    name: source.name,
    cadenceMs: everyMs,
    async read(signal) {
      const isDue =
        last === null || last.error !== null || last.readAt === null || now() >= last.readAt + everyMs
      if (last === null || isDue) last = await source.read(signal)
      return last
    },
  }
}
