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

export interface WatchedFile {
  /** Resolves after the first reading, whether it worked or not. */
  readonly ready: Promise<void>
  stop(): void
}

const POLL_MS = 5_000

/**
 * A file of the operator's that is read at once, and again whenever it changes, also when it is replaced by another one of
 * its name. Never throws.
 */
export function watchedFile<T>(path: string, options: WatchedFileOptions<T>): WatchedFile {
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
  const ready = read()
  watchFile(path, { persistent: false, interval: pollMs }, changed)
  const stop = () => {
    isStopped = true
    unwatchFile(path, changed)
  }
  return { ready, stop }
}
