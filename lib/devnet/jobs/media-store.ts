/** A file that a job made, at its URL for minutes. */
interface MediaFile {
  readonly contentType: string
  readonly bytes: Buffer
  readonly keptUntil: number
}

const KEPT_MS = 10 * 60_000
const MAX_BYTES = 64 * 1024 * 1024

/** What a node's jobs made and serves itself under `/stream/`, in memory: the oldest go when it is too much. */
export class MediaStore {
  readonly #files = new Map<string, MediaFile>()
  #bytes = 0

  /** Returns the path. */
  save(
    requestId: string,
    name: string,
    { contentType, bytes }: Omit<MediaFile, 'keptUntil'>,
    now: number,
  ): string {
    const path = `/stream/${requestId}/${name}`
    this.#files.set(path, { contentType, bytes, keptUntil: now + KEPT_MS })
    this.#bytes += bytes.length
    this.#forget(now)
    return path
  }

  find(path: string, now: number): MediaFile | null {
    const file = this.#files.get(path)
    return file && file.keptUntil >= now ? file : null
  }

  #forget(now: number): void {
    for (const [path, { bytes, keptUntil }] of this.#files) {
      if (keptUntil >= now && this.#bytes <= MAX_BYTES) return
      this.#files.delete(path)
      this.#bytes -= bytes.length
    }
  }
}
