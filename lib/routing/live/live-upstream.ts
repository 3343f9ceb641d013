import { z } from 'zod'
import { printable } from '@/lib/domain/printable'
import type { JobPlace, JobPlaces } from '../upstream/job-place'

/** What goes in, what comes out, what changes it, what is told of it, and what comes out that is no video. */
export const LIVE_CHANNELS = ['publish', 'subscribe', 'control', 'events', 'data'] as const
export type LiveChannel = (typeof LIVE_CHANNELS)[number]

/** A stream at its orchestrator. */
export interface LiveUpstream {
  /** What it is paid under. */
  readonly manifestId: string
  /** Where its channels are, each with its path; null: it has none. */
  readonly channels: Readonly<Record<LiveChannel, JobPlace | null>>
}

export type LiveUpstreamReading =
  | { readonly ok: true; readonly upstream: LiveUpstream }
  | { readonly ok: false; readonly detail: string }

const url = z.string().min(1).max(2_000)
const started = z.object({
  publish_url: url,
  subscribe_url: url,
  control_url: url.nullish(),
  events_url: url.nullish(),
  manifest_id: z.string().min(1).max(200),
})

/** Who has answered, and how addresses are judged. */
export interface AnsweringPlace {
  readonly place: JobPlace
  readonly places: Pick<JobPlaces, 'find'>
}

/** An orchestrator's answer to a start of live video. */
export async function readLiveUpstream(body: Buffer, at: AnsweringPlace): Promise<LiveUpstreamReading> {
  const parsed = started.safeParse(parsedJson(body))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return failed(`its answer is no stream (${issue?.path.join('.') || 'JSON'}: ${issue?.message})`)
  }
  const { publish_url, subscribe_url, control_url, events_url, manifest_id } = parsed.data
  const urls = { publish: publish_url, subscribe: subscribe_url, control: control_url, events: events_url }
  return findUpstream(manifest_id, urls, at)
}

/** Channels by their URLs, which may lack their host, which is then the orchestrator's own; each is judged before it is dialled. */
export async function findUpstream(
  manifestId: string,
  urls: Readonly<Partial<Record<LiveChannel, string | null | undefined>>>,
  { place, places }: AnsweringPlace,
): Promise<LiveUpstreamReading> {
  const channels: Record<LiveChannel, JobPlace | null> = {
    publish: null,
    subscribe: null,
    control: null,
    events: null,
    data: null,
  }
  for (const channel of LIVE_CHANNELS) {
    const stated = urls[channel]
    if (!stated) continue
    if (!URL.canParse(stated, place.origin)) return failed(`its ${channel}_url is no URL`)
    const reading = await places.find(new URL(stated, place.origin).href)
    if (!reading.ok) return failed(`its ${channel}_url: ${reading.detail}`)
    channels[channel] = reading.place
  }
  return { ok: true, upstream: { manifestId, channels } }
}

const failed = (detail: string): LiveUpstreamReading => ({ ok: false, detail: printable(detail) })

function parsedJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}
