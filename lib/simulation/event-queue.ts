/** What is to happen, the earliest first; of what happens at one moment, what was planned first. */
export class EventQueue<T> {
  private readonly heap: { readonly at: number; readonly order: number; readonly event: T }[] = []
  private planned = 0

  /** Infinity when nothing is planned. */
  get nextAt(): number {
    return this.heap[0]?.at ?? Number.POSITIVE_INFINITY
  }

  plan(at: number, event: T): void {
    const entry = { at, order: this.planned++, event }
    let place = this.heap.length
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = this.heap[parent]
      if (!above || !isBefore(entry, above)) break
      this.heap[place] = above
      place = parent
    }
    this.heap[place] = entry
  }

  take(): T | null {
    const [first] = this.heap
    const last = this.heap.pop()
    if (!first || !last) return null
    if (this.heap.length > 0) this.sink(last)
    return first.event
  }

  private sink(entry: { readonly at: number; readonly order: number; readonly event: T }): void {
    let place = 0
    for (;;) {
      const [left, right] = [this.heap[2 * place + 1], this.heap[2 * place + 2]]
      if (!left) break
      const isRight = right !== undefined && isBefore(right, left)
      const below = isRight ? right : left
      if (!isBefore(below, entry)) break
      this.heap[place] = below
      place = 2 * place + (isRight ? 2 : 1)
    }
    this.heap[place] = entry
  }
}

interface Place {
  readonly at: number
  readonly order: number
}

const isBefore = (a: Place, b: Place): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)
