import { type WatchedFileOptions, watchedFile } from './watched-file'

export interface FileBoardSettings<T> {
  readonly path: string
  /** What it said at start. */
  readonly initial: T
  readonly pollMs?: number
}

/** What a file of the operator's says, as it was last understood: one that breaks leaves the last good one in use. */
export class FileBoard<T> {
  #current: T
  #stop: (() => void) | null = null

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
    this.#stop ??= watchedFile(path, {
      ...this.options,
      ...(pollMs === undefined ? {} : { pollMs }),
      onRead: (value) => {
        this.#current = value
      },
    })
  }

  stop(): void {
    this.#stop?.()
    this.#stop = null
  }
}
