/** Where pictures are drawn, and how many of them are kept. */
interface Options {
  /** How many are kept; the one that nobody asked for longest is forgotten first. */
  readonly kept: number
  /** How many may wait to be drawn. */
  readonly waiting: number
  readonly rest: () => Promise<void>
}

/**
 * Pictures by what is on them. Drawing one keeps the whole server busy for a tenth of a second, so each is drawn once, one
 * after another, with a rest between two; null: too many are waiting already.
 */
export class KeptPictures<T> {
  readonly #pictures = new Map<string, Promise<T>>()
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: Options) {}

  get(key: string, draw: () => Promise<T>): Promise<T> | null {
    const known = this.#pictures.get(key)
    if (known) {
      this.#pictures.delete(key)
      this.#pictures.set(key, known)
      return known
    }
    if (this.#waiting >= this.options.waiting) return null
    this.#waiting += 1
    const drawn = this.#last.then(draw).finally(() => {
      this.#waiting -= 1
    })
    this.#last = drawn.catch(() => {}).then(this.options.rest)
    this.#pictures.set(key, drawn)
    // What failed may go well the next time.
    drawn.catch(() => this.#pictures.delete(key))
    for (const oldest of this.#pictures.keys()) {
      if (this.#pictures.size <= this.options.kept) break
      this.#pictures.delete(oldest)
    }
    return drawn
  }
}
