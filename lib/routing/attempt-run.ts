import type { Candidate } from '@/lib/selection/candidate'
import { Attempt, type AttemptDeps, type AttemptEnd } from './attempt'
import type { ClientJob, JobClient } from './client-job'
import type { Exchange } from './upstream/exchange'

/** An attempt under way. To its attempt it is the client, which goes when it is given up for somebody else's answer. */
export class AttemptRun implements JobClient {
  readonly attempt: Attempt
  readonly ending: Promise<AttemptEnd>
  readonly #client: JobClient
  readonly #listeners = new Set<() => void>()
  #stopListening: (() => void) | null = null
  #running: Exchange | null = null
  #isGivenUp = false

  constructor(
    candidate: Candidate,
    deps: AttemptDeps,
    { job, leftMs }: { readonly job: ClientJob; readonly leftMs: number },
  ) {
    this.#client = job.client
    this.attempt = new Attempt(candidate, deps, { ...job, client: this })
    this.ending =
      leftMs < 1
        ? Promise.resolve({ kind: 'next', outcome: 'out-of-time', detail: 'there was no time left' })
        : this.attempt.run(leftMs, (running) => {
            this.#running = running
            // It went while something else was waited for.
            if (this.isGone) running.cancel()
          })
  }

  get isGone(): boolean {
    return this.#isGivenUp || this.#client.isGone
  }

  /** However many listen, such as for each of many results, the client is listened to once. */
  onGone(listener: () => void): () => void {
    if (this.isGone) {
      listener()
      return () => {}
    }
    this.#listeners.add(listener)
    this.#stopListening ??= this.#client.onGone(() => this.#tell())
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#stopListening?.()
      this.#stopListening = null
    }
  }

  /** Cuts its connection, if there is one yet. */
  cancel(): void {
    this.#running?.cancel()
  }

  /** Nothing more is sent for it, and what comes of it is nobody's. */
  giveUp(): void {
    this.#isGivenUp = true
    this.#tell()
    this.cancel()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
