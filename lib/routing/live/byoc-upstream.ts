import type { UpstreamHeaders } from '../upstream/exchange'
import {
  type AnsweringPlace,
  findUpstream,
  type LiveChannel,
  type LiveUpstreamReading,
} from './live-upstream'

/** Which channels a client wants beside those that every stream of a capability has. */
export interface WantedChannels {
  readonly ingress: boolean
  readonly egress: boolean
  readonly data: boolean
}

/** An orchestrator's answer to the start of a stream of a capability: addresses in headers (go-livepeer byoc/stream_orchestrator.go). */
export async function readByocUpstream(
  headers: UpstreamHeaders,
  {
    streamId,
    wanted,
    ...at
  }: AnsweringPlace & { readonly streamId: string; readonly wanted: WantedChannels },
): Promise<LiveUpstreamReading> {
  const stated = (channel: LiveChannel) => {
    const value = headers[`x-${channel}-url`]
    return typeof value === 'string' && value !== '' ? value.slice(0, MAX_URL_CHARS) : null
  }
  const urls = {
    publish: wanted.ingress ? stated('publish') : null,
    subscribe: wanted.egress ? stated('subscribe') : null,
    control: stated('control'),
    events: stated('events'),
    data: wanted.data ? stated('data') : null,
  }
  const needed: readonly LiveChannel[] = [
    'control',
    'events',
    ...(wanted.ingress ? (['publish'] as const) : []),
    ...(wanted.egress ? (['subscribe'] as const) : []),
    ...(wanted.data ? (['data'] as const) : []),
  ]
  const missing = needed.find((channel) => urls[channel] === null)
  if (missing) return { ok: false, detail: `its answer is no stream (x-${missing}-url: there is none)` }
  return findUpstream(streamId, urls, at)
}

const MAX_URL_CHARS = 2_000
