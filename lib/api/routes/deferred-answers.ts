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

/** Answers that their clients come for later, in memory: a restart loses them. */
export class DeferredAnswers {
  readonly #kept = new Map<string, Kept>()

  constructor(private readonly now: () => number) {}

  /** `answer` never rejects. */
  begin(id: string, answer: Promise<Answer>): void {
    for (const [oldest, { until }] of this.#kept) {
      if (this.#kept.size < MAX_COUNT && until > this.now()) break
      this.#kept.delete(oldest)
    }
    const kept: Kept = { until: this.now() + KEEP_MS, answer: null }
    this.#kept.set(id, kept)
    void answer.then((made) => {
      kept.answer = made
    })
  }

  /** Null: there is none of that id, or its time is over. */
  find(id: string): DeferredAnswer | null {
    const kept = this.#kept.get(id)
    if (!kept || kept.until <= this.now()) return null
    return kept.answer === null ? { kind: 'processing' } : { kind: 'complete', answer: kept.answer }
  }
}
