import { z } from 'zod'
import type { ApiRequest } from '../endpoint'
import { parseJsonObject } from './json-input'
import type { RouteProblem } from './route-problem'

/** What a client says of a stream of a capability beside its header (go-livepeer byoc/types.go StartRequest). */
export interface ByocStreamRequest {
  /** As the client calls it in `/process/stream/{stream}`; null: as we do. */
  readonly name: string | null
  /** JSON of an object, as it was written; `null`: there is none. */
  readonly params: string
}

export type ByocStreamReading =
  | { readonly ok: true; readonly stream: ByocStreamRequest }
  | { readonly ok: false; readonly problem: RouteProblem }

/** As go-livepeer's gateway takes it. */
export const MAX_STREAM_BODY_BYTES = 10 * 1024 * 1024
const MAX_NAME = 200

const name = z.string().max(MAX_NAME, `has more than ${MAX_NAME} characters`).nullish()
export const byocStreamBody = z.looseObject({
  stream_name: name.describe('Comes before `stream_id` in what the stream is called.'),
  stream_id: name.describe('What it is called in `/process/stream/{stream}`; left out: this server says.'),
  params: z.string().nullish().describe('A text with the JSON of an object in it, for the worker.'),
  rtmp_output: z.string().nullish().describe('Not looked at: nothing goes out by RTMP.'),
})

/** Rejects as `readBody` does. */
export async function readByocStream({ readBody }: Pick<ApiRequest, 'readBody'>): Promise<ByocStreamReading> {
  const bytes = await readBody(MAX_STREAM_BODY_BYTES)
  const json = parseJsonObject(Buffer.from(bytes))
  if (typeof json === 'string') return refused(json)
  const parsed = byocStreamBody.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const param = String(issue?.path[0] ?? '')
    return refused(`${param} ${issue?.message}.`, param)
  }
  const { stream_name, stream_id, params } = parsed.data
  const text = params?.trim() || 'null'
  if (text !== 'null' && typeof parseJsonObject(Buffer.from(text)) === 'string')
    return refused('params is no text with the JSON of an object in it.', 'params')
  if (stream_name?.endsWith('-out'))
    return refused('stream_name ends in -out, which is what comes out of a stream.', 'stream_name')
  return { ok: true, stream: { name: nameOf(stream_name, stream_id), params: text } }
}

/** As go-livepeer puts it together, but for what is left out. */
const nameOf = (first?: string | null, id?: string | null): string | null =>
  [first, id].filter((part) => part).join('-') || null

const refused = (detail: string, param: string | null = null): ByocStreamReading => ({
  ok: false,
  problem: { kind: 'unreadable-input', detail, param },
})
