import type { Answer } from '../answer'

export type DeferredAnswer =
  | { readonly kind: 'processing' }
  | { readonly kind: 'complete'; readonly answer: Answer }

interface Kept {
  readonly until: number
  answer: Answer | null
}

/** As long as results that are files are kept by default. */
const KEEP_MS = 3_600_000
const MAX_COUNT = 1_000
/** Of their bodies together: one with films in it is large. */
const MAX_BYTES = 256 * 1024 * 1024

/** Answers that their clients come for later, in memory: a restart loses them. */
export class DeferredAnswers {
  readonly #kept = new Map<string, Kept>()
  #bytes = 0

  constructor(private readonly now: () => number) {}

  /** `answer` never rejects. */
  begin(id: string, answer: Promise<Answer>): void {
    for (const [oldest, { until }] of this.#kept) {
      if (this.#kept.size < MAX_COUNT && until > this.now()) break
      this.#forget(oldest)
    }
    const kept: Kept = { until: this.now() + KEEP_MS, answer: null }
    this.#kept.set(id, kept)
    void answer.then((made) => {
      // It was forgotten before it was made.
      if (this.#kept.get(id) !== kept) return
      kept.answer = made
      this.#bytes += lengthOf(made)
      for (const [oldest, { answer }] of this.#kept) {
        if (this.#bytes <= MAX_BYTES) break
        if (answer !== null && oldest !== id) this.#forget(oldest)
      }
    })
  }

  #forget(id: string): void {
    const kept = this.#kept.get(id)
    this.#kept.delete(id)
    if (kept?.answer) this.#bytes -= lengthOf(kept.answer)
  }

  /** Null: there is none of that id, or its time is over. */
  find(id: string): DeferredAnswer | null {
    const kept = this.#kept.get(id)
    if (!kept || kept.until <= this.now()) return null
    return kept.answer === null ? { kind: 'processing' } : { kind: 'complete', answer: kept.answer }
  }
}

const lengthOf = ({ body }: Answer): number => (body instanceof Uint8Array ? body.length : 0)
