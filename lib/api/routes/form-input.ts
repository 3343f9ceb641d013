import type { JobSize } from '@/lib/selection/job-size'
import type { ApiRequest } from '../endpoint'
import { quoted } from '../listing/reading'
import type { ParameterError } from '../search-params'
import { FormPayload } from './form-payload'
import { type FormFile, readForm } from './read-form'
import type { InputReading } from './route-input'
import { wrongFields } from './wrong-fields'

/** What a text of a form has to be. */
export type FieldKind = 'text' | 'integer' | 'number' | 'boolean' | 'json'

/** How a pipeline whose input is a form reads it. */
export interface FormPipeline {
  readonly fileField: 'image' | 'audio'
  /** What clients call it, where that is not its name. */
  readonly clientFileField?: string
  /** The same of the field that names the model. */
  readonly clientModelField?: string
  /** The texts that are passed on; others are left out. */
  readonly fields: Readonly<Record<string, FieldKind>>
  readonly required: readonly string[]
  /** How large the job is, and the fields that go with it; a text says what is wrong with the file. */
  readonly measure: (
    file: FormFile,
    fields: ReadonlyMap<string, string>,
  ) => Promise<{ readonly size: JobSize; readonly extra?: Readonly<Record<string, string>> } | string>
}

/** A body of a form → what routing has to know of it. Rejects as `readForm` does. */
export async function readFormInput(
  { header, openBody }: Pick<ApiRequest, 'header' | 'openBody'>,
  pipeline: FormPipeline,
  { maxBytes, folder }: { readonly maxBytes: number; readonly folder: string },
): Promise<InputReading> {
  const contentType = header('content-type') ?? ''
  if (!/^multipart\/form-data\b/i.test(contentType))
    return { ok: false, problem: { kind: 'wrong-media-type', detail: 'Send multipart/form-data here.' } }
  const reading = await readForm(openBody?.() ?? null, { contentType, maxBytes, folder })
  if (!reading.ok) return { ok: false, problem: { kind: 'unreadable-input', detail: reading.detail } }
  const { form } = reading
  const refuse = (problem: Extract<InputReading, { ok: false }>['problem']): InputReading => {
    form.release()
    return { ok: false, problem }
  }
  const { fileField, clientFileField = fileField, clientModelField = 'model_id' } = pipeline
  const file = form.files.get(clientFileField)
  const errors: ParameterError[] = []
  if (!file || file.file.length === 0)
    errors.push({ parameter: clientFileField, detail: file ? 'is empty' : 'is missing' })
  const fields = new Map<string, string>()
  for (const [name, kind] of Object.entries(pipeline.fields)) {
    const value = form.fields.get(name)
    const isRequired = pipeline.required.includes(name)
    // An empty one of an optional field is none, as SDKs send them.
    if (value === undefined || (value === '' && !isRequired && kind !== 'text')) {
      if (isRequired) errors.push({ parameter: name, detail: 'is missing' })
    } else if (IS_OF_KIND[kind](value)) fields.set(name, value)
    else errors.push({ parameter: name, detail: `${quoted(value)} is not ${KIND_WORDS[kind]}` })
  }
  if (!file || errors.length > 0) return refuse(wrongFields(errors))
  const measured = await pipeline.measure(file, fields)
  if (typeof measured === 'string')
    return refuse({ kind: 'unreadable-input', detail: measured, param: clientFileField })
  for (const [name, value] of Object.entries(measured.extra ?? {})) fields.set(name, value)
  return {
    ok: true,
    input: {
      model: form.fields.get(clientModelField)?.trim() || null,
      size: measured.size,
      payload: new FormPayload({ field: fileField, ...file }, fields),
      wantsStream: false,
      texts: form.fields,
      release: form.release,
    },
  }
}

const IS_OF_KIND: Readonly<Record<FieldKind, (text: string) => boolean>> = {
  text: () => true,
  integer: (text) => /^-?\d{1,20}$/.test(text),
  number: (text) => text.length < 40 && Number.isFinite(Number(text)) && text.trim() !== '',
  boolean: (text) => /^(true|false|1|0)$/i.test(text),
  json: (text) => isJson(text),
}

const KIND_WORDS: Readonly<Record<FieldKind, string>> = {
  text: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  json: 'JSON',
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
