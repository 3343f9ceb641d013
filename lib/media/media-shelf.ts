import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentTypeOfExtension, type MediaKind } from './media-kind'

export interface MediaShelfOptions {
  readonly folder: string
  /** How long a file can be had (ms). */
  readonly keepMs: number
  /** Of all files together; the oldest go first. */
  readonly maxBytes: number
}

interface Shelved {
  readonly length: number
  readonly until: number
}

export interface MediaFile {
  readonly contentType: string
  readonly bytes: Buffer
  /** When it goes (ms since 1970). */
  readonly until: number
}

/** Results of jobs that are files, on the disk until their time is over. */
export class MediaShelf {
  readonly #files = new Map<string, Shelved>()
  #length = 0

  constructor(
    private readonly options: MediaShelfOptions,
    private readonly now: () => number,
  ) {}

  /** Takes up what an earlier process left. */
  start(): void {
    const { folder, keepMs } = this.options
    const found = namesIn(folder).flatMap((name) => {
      const stats = statSync(join(folder, name), { throwIfNoEntry: false })
      if (stats?.isFile() && NAME.test(name)) return [{ name, length: stats.size, madeAt: stats.mtimeMs }]
      return []
    })
    for (const { name, length, madeAt } of found.sort((a, b) => a.madeAt - b.madeAt))
      this.#note(name, { length, until: madeAt + keepMs })
    this.tidy()
  }

  /** The name of a file is its secret: whoever knows it can have it. Rejects where the disk fails. */
  async save(
    name: string,
    { extension }: MediaKind,
    bytes: Buffer,
  ): Promise<{ name: string; until: number }> {
    const full = `${name}.${extension}`
    if (!NAME.test(full)) throw new Error(`${full} is no name of a file here`)
    const until = this.now() + this.options.keepMs
    this.#note(full, { length: bytes.length, until })
    try {
      await mkdir(this.options.folder, { recursive: true, mode: 0o700 })
      await writeFile(join(this.options.folder, full), bytes, { mode: 0o600 })
    } catch (error) {
      this.#forget(full)
      throw error
    }
    // It had to make room for others while it was written.
    if (!this.#files.has(full)) this.#remove(full)
    this.tidy()
    return { name: full, until }
  }

  /** Null: there is none, or its time is over. */
  async read(name: string): Promise<MediaFile | null> {
    const shelved = this.#files.get(name)
    if (!shelved || shelved.until <= this.now()) return null
    const contentType = contentTypeOfExtension(name.slice(name.lastIndexOf('.') + 1))
    if (contentType === null) return null
    try {
      return { contentType, bytes: await readFile(join(this.options.folder, name)), until: shelved.until }
    } catch {
      // Somebody has removed it.
      this.#forget(name)
      return null
    }
  }

  /** Removes what is over, and the oldest of what is too much. */
  tidy(): void {
    for (const [name, { until }] of this.#files) {
      if (until > this.now() && this.#length <= this.options.maxBytes) break
      this.#forget(name)
      this.#remove(name)
    }
  }

  #note(name: string, shelved: Shelved): void {
    this.#forget(name)
    this.#files.set(name, shelved)
    this.#length += shelved.length
  }

  #remove(name: string): void {
    unlink(join(this.options.folder, name)).catch(() => {}) // It is gone already.
  }

  #forget(name: string): void {
    const shelved = this.#files.get(name)
    if (!shelved) return
    this.#files.delete(name)
    this.#length -= shelved.length
  }
}

const NAME = /^[A-Za-z0-9_-]{1,100}\.[a-z0-9]{2,5}$/

/** A folder that is not there, or cannot be read, has nothing in it. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/**
 * A folder for what lives as long as one request; what an earlier process left in it goes, as far as the disk allows
 * it. Whoever writes into the folder makes it where it could not be made now.
 */
export function emptyFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const name of namesIn(folder)) rmSync(join(folder, name), { recursive: true, force: true })
  } catch {
    // A disk that cannot be written: the next start tries again.
  }
  return folder
}
