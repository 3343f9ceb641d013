/** One server-sent event: its name, and its data lines joined. */
export interface SseEvent {
  readonly event: string | null
  readonly data: string
}

const MAX_EVENT_BYTES = 1024 * 1024

/**
 * Pieces of a stream → the events that are complete in it. A text says that it is none. What has come of an event is put
 * together once its end has: a stranger may send it byte by byte.
 */
export class SseReader {
  #parts: string[] = []
  #length = 0
  /** Of what has come, as much as may begin a boundary. */
  #tail = ''
  readonly #decoder = new TextDecoder()

  /** Whether something has come that is no whole event yet. */
  get isWithinEvent(): boolean {
    return this.#parts.some((part) => part.trim() !== '')
  }

  read(piece: Buffer): readonly SseEvent[] | string {
    const decoded = this.#decoder.decode(piece, { stream: true })
    const seam = this.#tail + decoded
    this.#parts.push(decoded)
    this.#length += decoded.length
    this.#tail = seam.slice(-LONGEST_BEGINNING)
    const events = BOUNDARY.test(seam) ? this.#takeEvents() : []
    return this.#length > MAX_EVENT_BYTES ? `an event has more than ${MAX_EVENT_BYTES} bytes` : events
  }

  #takeEvents(): SseEvent[] {
    const blocks = this.#parts.join('').split(BOUNDARY)
    const rest = blocks.pop() ?? ''
    this.#parts = [rest]
    this.#length = rest.length
    this.#tail = rest.slice(-LONGEST_BEGINNING)
    return blocks.flatMap((block) => parseEvent(block) ?? [])
  }
}

const BOUNDARY = /\r?\n\r?\n/
/** All of `\r\n\r\n` but its end. */
const LONGEST_BEGINNING = 3

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
