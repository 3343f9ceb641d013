import { parse, stringify } from 'lossless-json'
import { mediaKindOf } from '@/lib/media/media-kind'
import type { MediaShelf } from '@/lib/media/media-shelf'
import { type AnsweredBy, type AnswerReader, isOk } from '@/lib/routing/client-job'
import { fetchMedia, type MediaDeps, type MediaLimits } from '@/lib/routing/fetch-media'

export interface MediaReaderOptions {
  readonly shape: 'images' | 'audio'
  /** Of this server's address, or within the answer. */
  readonly as: 'url' | 'data'
  /** Names are made of it. */
  readonly requestId: string
  /** `http://host:port`, as the client called us. */
  readonly base: string
  readonly shelf: Pick<MediaShelf, 'save'>
  readonly deps: MediaDeps
}

/** Results live minutes at whoever made them: they are fetched at once. Several share the bytes: all are in memory. */
const MEDIA_LIMITS: MediaLimits = { firstByteMs: 10_000, totalMs: 60_000, maxBytes: 128 * 1024 * 1024 }
const MAX_RESULTS = 64

interface MediaItem {
  url: string
}

/** Answers with files in them, which are fetched and served from here on, or told within the answer. */
export function mediaReader(options: MediaReaderOptions): AnswerReader {
  let documents = 0
  return {
    isAnswer: isOk,
    async readDocument({ body }, from) {
      // Two that are asked beside each other share no names.
      const nth = documents++
      const answer = parseExact(body)
      if (answer === null) return { ok: false, detail: 'its answer is no JSON object' }
      const items = options.shape === 'images' ? imagesOf(answer) : audioOf(answer)
      if (items === null) return { ok: false, detail: `its answer has no ${options.shape}` }
      if (items.length > MAX_RESULTS)
        return { ok: false, detail: `its answer has more than ${MAX_RESULTS} results` }
      const limits = {
        ...MEDIA_LIMITS,
        totalMs: Math.max(1, Math.min(MEDIA_LIMITS.totalMs, from.leftMs())),
        maxBytes: Math.floor(MEDIA_LIMITS.maxBytes / items.length),
      }
      const served = await Promise.all(
        items.map((item, i) =>
          serve(item.url, { name: nth === 0 ? `${i}` : `${nth}-${i}`, from, limits }, options),
        ),
      )
      for (const [i, one] of served.entries()) {
        if (typeof one !== 'string')
          return {
            ok: false,
            detail: one.problem,
            // Whoever did the work in time is not to blame for what was left of it.
            ...(from.leftMs() < 1 && { outcome: 'out-of-time' as const }),
          }
        const item = items[i]
        if (item) item.url = one
      }
      const told = options.shape === 'images' ? { ...answer, images: items } : answer
      if ('frames' in told) delete told.frames
      return { ok: true, contentType: 'application/json', body: Buffer.from(`${stringify(told)}\n`) }
    },
    stream: null,
  }
}

async function serve(
  url: string,
  {
    name,
    from: { place, client },
    limits,
  }: { readonly name: string; readonly from: AnsweredBy; readonly limits: MediaLimits },
  { as, requestId, base, shelf, deps }: MediaReaderOptions,
): Promise<string | { readonly problem: string }> {
  const got = await fetchMedia(url, place, { limits, client }, deps)
  if (!got.ok) return { problem: got.detail }
  const kind = await mediaKindOf(got.bytes)
  if (kind === null) return { problem: 'a result is neither an image nor a video nor a sound' }
  const inline = () => `data:${kind.contentType};base64,${got.bytes.toString('base64')}`
  if (as === 'data') return inline()
  if (client.isGone) return { problem: 'its client has gone' }
  try {
    const file = await shelf.save(`${requestId}-${name}`, kind, got.bytes)
    return `${base}/stream/${requestId}/${file.name.slice(requestId.length + 1)}`
  } catch {
    // The work is done and paid for; a disk of ours that fails does not take it away.
    return inline()
  }
}

function parseExact(body: Buffer): Record<string, unknown> | null {
  try {
    const value = parse(body.toString(), null, { onDuplicateKey: ({ newValue }) => newValue })
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

/** A film comes as its only image; some runners call it a list of frames instead (ai/worker/runner.gen.go). */
function imagesOf({ images, frames }: Record<string, unknown>): MediaItem[] | null {
  const list = Array.isArray(images) ? images : Array.isArray(frames) ? frames.flat() : []
  return list.length > 0 && list.every(isItem) ? list : null
}

const audioOf = ({ audio }: Record<string, unknown>): MediaItem[] | null => (isItem(audio) ? [audio] : null)

const isItem = (value: unknown): value is MediaItem =>
  typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string'
