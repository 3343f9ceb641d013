import { type ChannelReader, followChannel } from './follow-channel'

export interface EventsWatch extends Pick<ChannelReader, 'place' | 'send' | 'signal' | 'monotonicMs'> {
  readonly silenceMs: number
  readonly onEvent: (event: unknown) => void
}

const MAX_EVENT_BYTES = 128 * 1024

/** Follows a channel of events. Resolves with how it ended; null: nobody wants to know any more. */
export async function watchEvents({
  onEvent,
  ...reader
}: EventsWatch): Promise<{ readonly kind: 'silent' | 'closed'; readonly detail: string } | null> {
  const end = await followChannel({
    ...reader,
    maxBytes: MAX_EVENT_BYTES,
    onSegment: (segment) => onEvent(parsedJson(segment)),
  })
  if (end === null) return null
  const detail =
    end.kind === 'silent' ? `no event within ${reader.silenceMs} ms` : 'it closed the events channel'
  return { kind: end.kind, detail }
}

function parsedJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}
