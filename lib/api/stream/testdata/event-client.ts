import { get, type IncomingMessage } from 'node:http'
import { type StreamEventDto, streamEventDto } from '../../contract/change'

/** One event as a browser would hand it over. */
export interface ReceivedEvent {
  readonly id: string | null
  readonly event: string
  readonly data: StreamEventDto
}

/** Reads server-sent events by the rules of the standard; every `data` must keep to the contract. */
export class EventClient {
  /** Of the last event that had one, which is what a browser sends back. */
  lastId: string | null = null
  /** Comments and fields that are no event's. */
  readonly others: string[] = []
  #text = ''
  readonly #decoder = new TextDecoder()

  readonly #chunks: AsyncIterator<Buffer>

  private constructor(readonly response: IncomingMessage) {
    this.#chunks = response[Symbol.asyncIterator]()
  }

  /** A connection of its own, as a browser's event source has; rejects with what else was answered. */
  static async connect(url: string, headers: Readonly<Record<string, string>> = {}): Promise<EventClient> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { headers, agent: false }, resolve).once('error', reject)
    })
    if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`)
    return new EventClient(response)
  }

  /** The next event; null when the server has ended the stream. */
  async next(): Promise<ReceivedEvent | null> {
    for (;;) {
      const end = this.#text.indexOf('\n\n')
      if (end < 0) {
        const { done, value } = await this.#chunks.next()
        if (done) return null
        this.#text += this.#decoder.decode(value, { stream: true })
        continue
      }
      const block = this.#text.slice(0, end)
      this.#text = this.#text.slice(end + 2)
      const event = this.#parse(block)
      if (event) return event
    }
  }

  /** Events up to and with the first that fits. */
  async until(fits: (event: ReceivedEvent) => boolean): Promise<ReceivedEvent[]> {
    const events: ReceivedEvent[] = []
    for (;;) {
      const event = await this.next()
      if (event === null) throw new Error(`the stream ended after ${events.length} events`)
      events.push(event)
      if (fits(event)) return events
    }
  }

  /** Breaks the connection off. */
  cut(): void {
    this.response.destroy()
  }

  #parse(block: string): ReceivedEvent | null {
    const fields = new Map(
      block.split('\n').map((line) => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')] as const
      }),
    )
    const [id, event, data] = [fields.get('id') ?? null, fields.get('event'), fields.get('data')]
    if (event === undefined || data === undefined) {
      this.others.push(block)
      return null
    }
    this.lastId = id ?? this.lastId
    return { id, event, data: streamEventDto.parse(JSON.parse(data)) }
  }
}
