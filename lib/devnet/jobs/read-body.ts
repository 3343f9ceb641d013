import type { HttpExchange } from '../http-exchange'
import { JobRefusal } from './job-refusal'

const MAX_BODY_BYTES = 64 * 1024 * 1024

/** Null: whoever sends it has gone. Throws JobRefusal (413). */
export async function readBody({ body }: HttpExchange, maxBytes = MAX_BODY_BYTES): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of body) {
      length += chunk.length
      if (length > maxBytes) break
      chunks.push(chunk)
    }
  } catch {
    // A stream of a request fails for no other reason.
    return null
  }
  if (length > maxBytes) throw new JobRefusal(413, 'http: request body too large')
  return Buffer.concat(chunks)
}
