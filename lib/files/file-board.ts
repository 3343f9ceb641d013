import { type WatchedFile, type WatchedFileOptions, watchedFile } from './watched-file'

export interface FileBoardSettings<T> {
  readonly path: string
  /** What it said at start. */
  readonly initial: T
  readonly pollMs?: number
}

/** What a file of the operator's says, as it was last understood: one that breaks leaves the last good one in use. */
export class FileBoard<T> {
  #current: T
  #file: WatchedFile | null = null

  constructor(
    private readonly settings: FileBoardSettings<T>,
    private readonly options: Pick<WatchedFileOptions<T>, 'parse' | 'onProblem'>,
  ) {
    this.#current = settings.initial
  }

  /** The same object for as long as the file is not read anew. */
  get current(): T {
    return this.#current
  }

  start(): void {
    const { path, pollMs } = this.settings
    this.#file ??= watchedFile(path, {
      ...this.options,
      ...(pollMs === undefined ? {} : { pollMs }),
      onRead: (value) => {
        this.#current = value
      },
    })
  }

  stop(): void {
    this.#file?.stop()
    this.#file = null
  }
}
