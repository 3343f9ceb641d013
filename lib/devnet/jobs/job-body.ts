import { JOB_PIPELINES, type JobPipeline } from './job-pipelines'
import { JobRefusal } from './job-refusal'

/** A body as it came apart: a JSON value, or fields and files by name. */
export type JobBody =
  | { readonly encoding: 'json'; readonly value: unknown }
  | {
      readonly encoding: 'multipart'
      readonly fields: ReadonlyMap<string, string>
      readonly files: ReadonlyMap<string, Uint8Array>
    }

/** Throws JobRefusal (400) on a body that is not in the pipeline's encoding. */
export async function decodeJobBody(
  pipeline: JobPipeline,
  contentType: string | undefined,
  bytes: Buffer,
): Promise<JobBody> {
  return JOB_PIPELINES[pipeline].encoding === 'json' ? decodeJson(bytes) : decodeMultipart(contentType, bytes)
}

function decodeJson(bytes: Buffer): JobBody {
  const text = bytes.toString()
  if (text.trim() === '') throw new JobRefusal(400, 'EOF')
  try {
    return { encoding: 'json', value: JSON.parse(text) }
  } catch (cause) {
    throw new JobRefusal(400, cause instanceof Error ? cause.message : String(cause))
  }
}

async function decodeMultipart(contentType = '', bytes: Buffer): Promise<JobBody> {
  if (!/^multipart\/form-data\b/i.test(contentType))
    throw new JobRefusal(400, "request Content-Type isn't multipart/form-data")
  if (!/;\s*boundary=/i.test(contentType))
    throw new JobRefusal(400, 'no multipart boundary param in Content-Type')
  const fields = new Map<string, string>()
  const files = new Map<string, Uint8Array>()
  for (const [name, value] of await formData(contentType, bytes))
    if (typeof value === 'string') fields.set(name, value)
    else files.set(name, new Uint8Array(await value.arrayBuffer()))
  return { encoding: 'multipart', fields, files }
}

async function formData(contentType: string, bytes: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
  } catch {
    // The reader says only that it could not read it.
    throw new JobRefusal(400, 'multipart: NextPart: EOF')
  }
}
