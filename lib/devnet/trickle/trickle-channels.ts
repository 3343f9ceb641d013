import { TrickleChannel } from './trickle-channel'

/** How long a closed channel says so, before there was never any such. */
const CLOSED_KEPT_MS = 10_000

/** The channels of one node, by name. */
export class TrickleChannels {
  readonly #open = new Map<string, TrickleChannel>()
  readonly #closed = new Map<string, { readonly channel: TrickleChannel; readonly until: number }>()

  /** Unix ms. */
  constructor(private readonly now: () => number) {}

  create(name: string, contentType: string): TrickleChannel {
    const channel = new TrickleChannel(name, contentType, this.now)
    this.#closed.delete(name)
    this.#open.set(name, channel)
    return channel
  }

  /** Null: there is none, or none any more. */
  find(name: string): TrickleChannel | null {
    return this.#open.get(name) ?? null
  }

  /** One that was closed a moment ago is found, too. */
  findForReading(name: string): TrickleChannel | null {
    this.#forget()
    return this.find(name) ?? this.#closed.get(name)?.channel ?? null
  }

  /** False: there is none. */
  close(name: string): boolean {
    const channel = this.#open.get(name)
    if (!channel) return false
    this.#open.delete(name)
    this.#forget()
    this.#closed.set(name, { channel, until: this.now() + CLOSED_KEPT_MS })
    channel.close()
    return true
  }

  #forget(): void {
    for (const [name, { until }] of this.#closed) if (until < this.now()) this.#closed.delete(name)
  }
}
