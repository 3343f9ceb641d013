import type { z } from 'zod'
import type { JobSize } from '@/lib/selection/job-size'
import type { ReadBody } from '../answer'
import { decodeText, readJson } from '../read-json-body'
import { JsonPayload } from './json-payload'
import type { InputReading } from './route-input'
import { wrongFields } from './wrong-fields'

/** How a pipeline whose input is JSON reads it. */
export interface JsonPipeline<Fields extends object> {
  readonly schema: z.ZodType<Fields>
  /** The member that names the model. */
  readonly modelKey: 'model_id' | 'model'
  readonly modelOf: (fields: Fields) => string | null | undefined
  readonly sizeOf: (fields: Fields) => JobSize
  /** Members that orchestrators bill by, where the client leaves them out: what is billed is what is made. */
  readonly defaults: Readonly<Record<string, number | boolean>>
  readonly wantsStream: (fields: Fields) => boolean
}

/** With pictures in it a question to a language model is large. */
const MAX_JSON_BYTES = 16 * 1024 * 1024

/** A JSON body → what routing has to know of it. Rejects as `readBody` does. */
export async function readJsonInput<Fields extends object>(
  readBody: ReadBody,
  pipeline: JsonPipeline<Fields>,
): Promise<InputReading> {
  const body = await readFields(readBody, pipeline.schema)
  if (!body.ok) return body
  const { bytes, json, fields } = body
  const model = pipeline.modelOf(fields) || null
  const given = new Map(Object.entries(json))
  const missing = Object.entries(pipeline.defaults).filter(([key]) => (given.get(key) ?? null) === null)
  return {
    ok: true,
    input: {
      model,
      size: pipeline.sizeOf(fields),
      payload: new JsonPayload(bytes, {
        modelKey: pipeline.modelKey,
        model,
        missing: Object.fromEntries(missing),
      }),
      wantsStream: pipeline.wantsStream(fields),
      release: () => undefined,
    },
  }
}

export type FieldsReading<Fields> =
  | {
      readonly ok: true
      readonly bytes: Buffer
      /** With members that the schema does not know. */
      readonly json: Readonly<Record<string, unknown>>
      readonly fields: Fields
    }
  | Extract<InputReading, { ok: false }>

/** A JSON object as its schema has it. Rejects as `readBody` does. */
export async function readFields<Fields>(
  readBody: ReadBody,
  schema: z.ZodType<Fields>,
): Promise<FieldsReading<Fields>> {
  const bytes = await readBody(MAX_JSON_BYTES)
  const json = parseJsonObject(bytes)
  if (typeof json === 'string') return { ok: false, problem: { kind: 'unreadable-input', detail: json } }
  const reading = readJson(json, schema)
  if (!reading.ok) return { ok: false, problem: wrongFields(reading.errors) }
  return { ok: true, bytes, json, fields: reading.value }
}

/** Or why it is none, in one sentence. */
export function parseJsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | string {
  const text = decodeText(bytes)
  if (text === null) return 'The body is not valid UTF-8.'
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'The body is not JSON.'
  }
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? { ...json }
    : 'The body is not a JSON object.'
}
