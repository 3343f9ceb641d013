/** One server-sent event: its name, and its data lines joined. */
export interface SseEvent {
  readonly event: string | null
  readonly data: string
}

const MAX_EVENT_BYTES = 1024 * 1024

/** Pieces of a stream → the events that are complete in it. A text says that it is none. */
export class SseReader {
  #rest = ''
  readonly #decoder = new TextDecoder()

  /** Whether something has come that is no whole event yet. */
  get isWithinEvent(): boolean {
    return this.#rest.trim() !== ''
  }

  read(piece: Buffer): readonly SseEvent[] | string {
    const text = this.#rest + this.#decoder.decode(piece, { stream: true })
    const events: SseEvent[] = []
    let from = 0
    BOUNDARY.lastIndex = 0
    for (let end = BOUNDARY.exec(text); end !== null; end = BOUNDARY.exec(text)) {
      const event = parseEvent(text.slice(from, end.index))
      if (event) events.push(event)
      from = BOUNDARY.lastIndex
    }
    this.#rest = text.slice(from)
    return this.#rest.length > MAX_EVENT_BYTES ? `an event has more than ${MAX_EVENT_BYTES} bytes` : events
  }
}

const BOUNDARY = /\r?\n\r?\n/g

function parseEvent(text: string): SseEvent | null {
  let event: string | null = null
  const data: string[] = []
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5))
    else if (line.startsWith('event:')) event = line.slice(6).trim()
  }
  return data.length === 0 ? null : { event, data: data.join('\n') }
}

export const formatEvent = (data: unknown, event: string | null = null): string =>
  `${event === null ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
