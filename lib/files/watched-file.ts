import { unwatchFile, watchFile } from 'node:fs'
import { readFile } from 'node:fs/promises'

export interface WatchedFileOptions<T> {
  readonly parse: (bytes: Buffer) => T
  /** Called with every reading that worked. */
  readonly onRead: (value: T) => void
  /** Called when it cannot be read or understood, once for each reason; what was read before stays in use. */
  readonly onProblem: (problem: string) => void
  readonly pollMs?: number
}

const POLL_MS = 5_000

/**
 * A file of the operator's that is read at once, and again whenever it changes, also when it is replaced by another one of
 * its name. Never throws. Returns how to stop.
 */
export function watchedFile<T>(path: string, options: WatchedFileOptions<T>): () => void {
  const { parse, onRead, onProblem, pollMs = POLL_MS } = options
  let isStopped = false
  let lastProblem: string | null = null
  const read = async () => {
    try {
      const value = parse(await readFile(path))
      lastProblem = null
      if (!isStopped) onRead(value)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const isNew = reason !== lastProblem
      lastProblem = reason
      if (!isStopped && isNew) onProblem(`${path} cannot be used: ${reason}`)
    }
  }
  const changed = () => void read()
  changed()
  watchFile(path, { persistent: false, interval: pollMs }, changed)
  return () => {
    isStopped = true
    unwatchFile(path, changed)
  }
}
