import type { SourceKind } from '@/lib/domain/source-kind'
import type { SourceReading } from '@/lib/domain/source-reading'

/** Something that names service URIs. */
export interface Source {
  /** Shown beside everything it named, such as `list` or `webhook`; no two sources share one. */
  readonly name: string
  readonly kind: SourceKind
  /** How often nodes are asked that only this source names, in ms; by default in every sweep. */
  readonly cadenceMs?: number
  /**
   * Reads the list. Never rejects but for an aborted signal: a failing source answers with its last good list,
   * or none, and says why. `anew`: somebody waits for it, so a list that was read lately will not do.
   */
  read(signal: AbortSignal, options?: { anew?: boolean }): Promise<SourceReading>
}
