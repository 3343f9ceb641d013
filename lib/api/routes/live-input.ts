import { z } from 'zod'
import type { JobPayload } from '@/lib/routing/client-job'
import type { AnswerDeps, ApiRequest } from '../endpoint'
import { parseJsonObject, readFields } from './json-input'
import type { RouteProblem } from './route-problem'

/** What a client says of a stream that is to begin. */
export interface LiveRequest {
  /** As the client calls it; null: as we do. */
  readonly name: string | null
  /** Null: whichever there is. */
  readonly model: string | null
  readonly params: Readonly<Record<string, unknown>>
  readonly gatewayRequestId: string | null
  /** A part of the URI of whoever is to run it; null: anybody. */
  readonly orchestrator: string | null
}

export type LiveRequestReading =
  | { readonly ok: true; readonly live: LiveRequest; readonly bytes: number }
  | { readonly ok: false; readonly problem: RouteProblem }

/** Parameters stay in memory for as long as the stream goes on. */
const MAX_START_BYTES = 1024 * 1024
const MAX_NAME = 200

const name = z.string().max(MAX_NAME).nullish()
export const liveBody = z.looseObject({
  model_id: z.string().nullish(),
  params: z.record(z.string(), z.unknown()).nullish(),
  stream_id: name.describe(
    'What it is called in `/live/video-to-video/{stream}`; left out: this server says.',
  ),
  gateway_request_id: name,
  publish_url: z
    .string()
    .nullish()
    .describe('Not looked at, as the other three: channels are of this server.'),
  subscribe_url: z.string().nullish(),
  control_url: z.string().nullish(),
  events_url: z.string().nullish(),
})

/** A start as clients of Livepeer's AI API send it. Rejects as `readBody` does. */
export async function readLiveJson({ readBody }: Pick<ApiRequest, 'readBody'>): Promise<LiveRequestReading> {
  const body = await readFields((maxBytes) => readBody(Math.min(maxBytes ?? 0, MAX_START_BYTES)), liveBody)
  if (!body.ok) return body
  const { model_id, params, stream_id, gateway_request_id } = body.fields
  return {
    ok: true,
    bytes: body.bytes.length,
    live: {
      name: stream_id || null,
      model: model_id || null,
      params: params ?? {},
      gatewayRequestId: gateway_request_id || null,
      orchestrator: null,
    },
  }
}

/** As a server of media tells a gateway of go-livepeer that somebody publishes to it (server/ai_mediaserver.go). */
export async function readLiveForm({
  readBody,
  header,
  segments,
}: Pick<ApiRequest, 'readBody' | 'header' | 'segments'>): Promise<LiveRequestReading> {
  const bytes = await readBody(MAX_START_BYTES)
  const fields = await formFields(bytes, header('content-type') ?? 'application/x-www-form-urlencoded')
  if (fields === null) return refused('The body is no form, nor JSON of one.')
  for (const required of ['source_id', 'source_type'])
    if (!fields.get(required)) return refused(`missing ${required}`, required)
  const query = new URLSearchParams(fields.get('query') ?? '')
  const params = query.get('params') ?? ''
  const parsed = params.trim() === '' ? {} : parseJsonObject(Buffer.from(params))
  if (typeof parsed === 'string') return refused(`invalid params in query: ${parsed}`, 'query')
  const { stream = '' } = segments
  if (stream.length > MAX_NAME) return refused(`The name of the stream has more than ${MAX_NAME} characters.`)
  return {
    ok: true,
    bytes: bytes.length,
    live: {
      name: stream,
      model: query.get('pipeline') || null,
      params: parsed,
      gatewayRequestId: query.get('streamId') || null,
      orchestrator: query.get('orchestrator') || null,
    },
  }
}

async function formFields(bytes: Buffer, type: string): Promise<ReadonlyMap<string, string> | null> {
  if (/^application\/json/i.test(type)) {
    const json = parseJsonObject(bytes)
    return typeof json === 'string' ? null : textsOf(Object.entries(json))
  }
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
    return textsOf(form)
  } catch {
    return null
  }
}

const textsOf = (fields: Iterable<[string, unknown]>): ReadonlyMap<string, string> =>
  new Map([...fields].flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])))

const refused = (detail: string, param: string | null = null): LiveRequestReading => ({
  ok: false,
  problem: { kind: 'unreadable-input', detail, param },
})

/** What an orchestrator is sent. Where its channels are is its own to say. */
export const livePayload = (
  { params, gatewayRequestId }: LiveRequest,
  { name, bytes }: { readonly name: string; readonly bytes: number },
): JobPayload => ({
  bytes,
  bodyFor: (model) => ({
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(
      JSON.stringify({
        model_id: model,
        params,
        gateway_request_id: gatewayRequestId ?? name,
        stream_id: name,
        publish_url: '',
        subscribe_url: '',
      }),
    ),
  }),
})

/** Ids of the nodes whose URI has that text in it; those that no node has leave nobody. */
export function nodesWith(text: string, { reader }: Pick<AnswerDeps, 'reader'>): readonly string[] {
  const nodes = new Set<string>()
  for (const { nodeUri } of reader.market()?.catalog.offerings ?? [])
    if (nodeUri.includes(text)) nodes.add(nodeUri)
  return nodes.size === 0 ? [NOBODY] : [...nodes].slice(0, MAX_ONLY)
}

const NOBODY = 'https://nobody.invalid'
const MAX_ONLY = 100
