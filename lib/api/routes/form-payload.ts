import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { JobBody, JobPayload } from '@/lib/routing/client-job'
import type { FormFile } from './read-form'
import type { SpooledFile } from './spooled-file'

/** A form anew: its file first, then its fields, as go-livepeer's gateway writes it (ai/worker/multipart.go). */
export class FormPayload implements JobPayload {
  readonly bytes: number

  constructor(
    private readonly file: { readonly field: string } & FormFile,
    private readonly fields: ReadonlyMap<string, string>,
  ) {
    let bytes = file.file.length
    for (const [name, value] of fields) bytes += name.length + Buffer.byteLength(value)
    this.bytes = bytes
  }

  bodyFor(model: string): JobBody {
    const boundary = `offerings-${randomUUID()}`
    const { field, name, contentType, file } = this.file
    const start = Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${plain(name)}"\r\ncontent-type: ${plain(contentType)}\r\n\r\n`,
    )
    const texts = [...this.fields, ['model_id', model] as const].map(
      ([key, value]) => `\r\n--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}`,
    )
    const end = Buffer.from(`${texts.join('')}\r\n--${boundary}--\r\n`)
    const headers = {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(start.length + file.length + end.length),
    }
    if (file.path === null) return { headers, body: Buffer.concat([start, file.head, end]) }
    return { headers, body: Readable.from(joined(start, file, end), { objectMode: false }) }
  }
}

/** The file is opened when its turn comes: of a body that nobody takes nothing would close it. */
async function* joined(start: Buffer, file: SpooledFile, end: Buffer): AsyncGenerator<Buffer> {
  yield start
  const content = file.open()
  if (Buffer.isBuffer(content)) yield content
  else yield* content
  yield end
}

/** A stranger's text within a header of a part. */
const plain = (text: string): string => text.replace(/[^\x20-\x21\x23-\x7e]/g, '_').slice(0, 200)
