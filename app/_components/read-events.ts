/** One server-sent event, as far as pages read it (HTML standard, 9.2.6). */
export interface ServerEvent {
  /** `message` where nothing else is said. */
  readonly event: string
  readonly data: string
}

/** More than any event of ours has. */
const MAX_EVENT_CHARACTERS = 16 * 2 ** 20

/** The events of a stream as they come; comments and what stands before its first line are left out. Rejects as reading does. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      rest = (rest + decoder.decode(next.value, { stream: true })).replaceAll('\r\n', '\n')
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      if (rest.length > MAX_EVENT_CHARACTERS) throw new Error('An event is longer than a page can hold.')
      for (const block of blocks) {
        const event = parseEvent(block)
        if (event) yield event
      }
    }
  } finally {
    void reader.cancel().catch(() => {}) // Whoever reads no further has no use for it.
  }
}

function parseEvent(block: string): ServerEvent | null {
  let event = 'message'
  const data: string[] = []
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (name === 'event') event = value
    if (name === 'data') data.push(value)
  }
  return data.length === 0 ? null : { event, data: data.join('\n') }
}
