import type { JobClient } from './client-job'
import { exchange, type UpstreamRequest } from './upstream/exchange'
import type { JobPlace, JobPlaces } from './upstream/job-place'
import type { UpstreamPools } from './upstream/upstream-pools'

export type MediaReading =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly detail: string }

export interface MediaDeps {
  readonly places: Pick<JobPlaces, 'find'>
  readonly pools: Pick<UpstreamPools, 'of'>
  readonly monotonicMs: () => number
}

/** Whoever waits for it: nothing is fetched for somebody who has gone. */
export type MediaClient = Pick<JobClient, 'isGone' | 'onGone'>

export interface MediaLimits {
  readonly firstByteMs: number
  readonly totalMs: number
  readonly maxBytes: number
}

/**
 * A result that an orchestrator names by its URL, or has put into it. Where it is judged like any other place that a
 * stranger names; redirects are not followed.
 */
export async function fetchMedia(
  url: string,
  from: JobPlace,
  { limits, client }: { readonly limits: MediaLimits; readonly client: MediaClient },
  deps: MediaDeps,
): Promise<MediaReading> {
  if (url.startsWith('data:')) return readDataUrl(url, limits)
  // Relative to the place that answered, its base path included.
  const absolute = URL.canParse(url, `${from.origin}${from.basePath}/`)
    ? new URL(url, `${from.origin}${from.basePath}/`)
    : null
  if (absolute === null) return { ok: false, detail: 'a result is at no URL' }
  const place = await deps.places.find(`${absolute.origin}/`)
  if (!place.ok) return { ok: false, detail: `a result cannot be fetched: ${place.detail}` }
  const pool = deps.pools.of(place.place)
  const request: UpstreamRequest = {
    method: 'GET',
    path: `${absolute.pathname}${absolute.search}`,
    headers: { accept: '*/*', 'accept-encoding': 'identity' },
    body: null,
    ...limits,
    gapMs: limits.firstByteMs,
    isStream: () => false,
  }
  const fetching = async () => {
    const running = exchange(pool, request, deps)
    const stop = client.onGone(running.cancel)
    const answer = await running.answer
    stop()
    return answer
  }
  if (client.isGone) return { ok: false, detail: 'its client has gone' }
  let got = await fetching()
  // A kept connection that was found closed says nothing of the result.
  if (got.kind === 'failed' && got.isStale && !client.isGone) got = await fetching()
  if (got.kind === 'failed') return { ok: false, detail: `a result cannot be fetched: ${got.detail}` }
  if (got.kind === 'stream' || got.status !== 200)
    return { ok: false, detail: `a result cannot be fetched: ${got.status} instead of 200` }
  return { ok: true, bytes: got.body }
}

function readDataUrl(url: string, { maxBytes }: MediaLimits): MediaReading {
  const comma = url.indexOf(',')
  if (comma < 0 || !/;base64$/i.test(url.slice(0, comma)))
    return { ok: false, detail: 'a result is a data URL without base64' }
  const bytes = Buffer.from(url.slice(comma + 1), 'base64')
  return bytes.length > maxBytes
    ? { ok: false, detail: `a result has more than ${maxBytes} bytes` }
    : { ok: true, bytes }
}
