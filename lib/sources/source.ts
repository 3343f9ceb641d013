/** Something that names service URIs. */
export interface Source {
  /** Shown beside everything it named, such as `list` or `webhook`. */
  readonly name: string
  /** How often nodes are asked that only this source names, in ms; by default in every sweep. */
  readonly cadenceMs?: number
  /**
   * Reads the list. Never rejects but for an aborted signal: a failing source answers with its last good list,
   * or none, and says why.
   */
  read(signal: AbortSignal): Promise<SourceReading>
}

export interface SourceReading {
  /** As the source states them, duplicates included. */
  readonly uris: readonly string[]
  /** When the list was read (ms); null when no list ever was. */
  readonly readAt: number | null
  /** Why this reading failed, in one sentence; null when it did not. */
  readonly error: string | null
}
