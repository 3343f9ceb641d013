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
  #problem: string | null = null
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

  /** Why the file cannot be used as it stands now, so that what it said before counts; null: it can. */
  get problem(): string | null {
    return this.#problem
  }

  start(): void {
    const { path, pollMs } = this.settings
    const { parse, onProblem } = this.options
    this.#file ??= watchedFile(path, {
      parse,
      onProblem: (problem) => {
        this.#problem = problem
        onProblem(problem)
      },
      ...(pollMs === undefined ? {} : { pollMs }),
      onRead: (value) => {
        this.#problem = null
        this.#current = value
      },
    })
  }

  stop(): void {
    this.#file?.stop()
    this.#file = null
  }
}
