/** One server-sent event: its name, and its data lines joined. */
export interface SseEvent {
  readonly event: string | null
  readonly data: string
}

const MAX_EVENT_CHARS = 1024 * 1024

/** Pieces of a stream → the events that are complete in it. A text says that it is none. */
export class SseReader {
  /** Of an event that is not complete; put together once, however small the pieces are that it comes in. */
  #parts: string[] = []
  #length = 0
  /** The last of it, where a boundary may have begun. */
  #tail = ''
  readonly #decoder = new TextDecoder()

  /** Whether something has come that is no whole event yet. */
  get isWithinEvent(): boolean {
    return this.#parts.some((part) => part.trim() !== '')
  }

  read(piece: Buffer): readonly SseEvent[] | string {
    const part = this.#decoder.decode(piece, { stream: true })
    if (!BOUNDARY.test(this.#tail + part)) return this.#keep(part) ?? []
    const texts = [...this.#parts, part].join('').split(BOUNDARY)
    const rest = texts.pop() ?? ''
    this.#parts = []
    this.#length = 0
    this.#tail = ''
    return this.#keep(rest) ?? texts.flatMap((text) => parseEvent(text) ?? [])
  }

  /** What is wrong with it, if anything is. */
  #keep(part: string): string | null {
    this.#length += part.length
    if (this.#length > MAX_EVENT_CHARS) return `an event has more than ${MAX_EVENT_CHARS} characters`
    if (part !== '') this.#parts.push(part)
    this.#tail = (this.#tail + part).slice(-BOUNDARY_CHARS + 1)
    return null
  }
}

const BOUNDARY = /\r?\n\r?\n/
/** At most. */
const BOUNDARY_CHARS = 4

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
