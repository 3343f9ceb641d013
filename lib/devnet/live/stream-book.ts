import { LiveStream, type StreamStart } from './live-stream'

const MAX_ENDED = 20

/** The streams of one node: those that go on, and the last ones that have ended. */
export class StreamBook {
  readonly #live = new Map<string, LiveStream>()
  #ended: LiveStream[] = []

  /** Null: one with that id goes on already. */
  start(about: StreamStart): LiveStream | null {
    if (this.#live.has(about.id)) return null
    const stream: LiveStream = new LiveStream({
      ...about,
      onEnd: () => {
        this.#live.delete(about.id)
        this.#ended = [...this.#ended, stream].slice(-MAX_ENDED)
        about.onEnd()
      },
    })
    this.#live.set(about.id, stream)
    return stream
  }

  find(id: string): LiveStream | null {
    return this.#live.get(id) ?? null
  }

  endAll(reason: string): void {
    for (const stream of [...this.#live.values()]) stream.end(reason)
  }

  /** The latest last, those that have ended first. */
  report() {
    return [...this.#ended, ...this.#live.values()].map((stream) => stream.report)
  }
}
