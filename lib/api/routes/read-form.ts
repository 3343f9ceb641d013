import { Busboy, type BusboyFileStream } from '@fastify/busboy'
import { BodyBrokenOff, BodyTooLarge } from '../answer'
import { type SpooledFile, spoolFile } from './spooled-file'

/** A form as it came apart. Of equal names the last text counts, and the first file. */
export interface Form {
  readonly fields: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, FormFile>
  release(): void
}

export interface FormFile {
  readonly name: string
  readonly contentType: string
  readonly file: SpooledFile
}

export type FormReading =
  | { readonly ok: true; readonly form: Form }
  | { readonly ok: false; readonly detail: string }

const MAX_FIELDS = 64
const MAX_FILES = 4
const MAX_FIELD_BYTES = 256 * 1024

/**
 * A form of `multipart/form-data`, its files on the disk where they are large. Rejects with BodyTooLarge and
 * BodyBrokenOff; nothing is left of it then.
 */
export async function readForm(
  body: AsyncIterable<Uint8Array> | null,
  { contentType, maxBytes, folder }: { contentType: string; maxBytes: number; folder: string },
): Promise<FormReading> {
  if (!/;\s*boundary=/i.test(contentType)) return { ok: false, detail: 'The content type names no boundary.' }
  const fields = new Map<string, string>()
  const files = new Map<string, FormFile>()
  const spooling: Promise<void>[] = []
  const streams = new Map<string, BusboyFileStream>()
  let failure: unknown = null
  let problem: string | null = null
  const busboy = makeBusboy(contentType)
  if (busboy === null) return { ok: false, detail: 'The content type cannot be read.' }
  const over = new Promise<void>((resolve) => {
    busboy.once('finish', resolve)
    busboy.once('close', resolve)
    busboy.on('error', () => {
      problem ??= 'The form cannot be read.'
      resolve()
    })
  })
  busboy.on('field', (name: string, value: string, _: boolean, isCut: boolean) => {
    if (isCut) problem ??= `The field ${name.slice(0, 80)} has more than ${MAX_FIELD_BYTES} bytes.`
    fields.set(name, value)
  })
  busboy.on(
    'file',
    (name: string, stream: BusboyFileStream, filename: string | undefined, _, mime: string) => {
      // One of a name is all that any route takes.
      if (streams.has(name)) {
        stream.resume()
        return
      }
      streams.set(name, stream)
      spooling.push(
        spoolFile(stream, { folder }).then(
          (file) => {
            files.set(name, { name: filename ?? name, contentType: mime, file })
          },
          (error: unknown) => {
            failure ??= error
            busboy.destroy()
          },
        ),
      )
    },
  )
  for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
    busboy.on(limit, () => {
      problem ??= `The form has more than ${MAX_FIELDS} fields or ${MAX_FILES} files.`
    })
  const release = () => {
    for (const { file } of files.values()) file.release()
  }
  /** A file that was on its way when the form ended has no end of its own, and would be waited for. */
  const giveUp = async () => {
    for (const stream of streams.values()) stream.destroy()
    busboy.destroy()
    await Promise.all(spooling)
    release()
  }
  try {
    await feed(busboy, body, maxBytes)
    await over
    if (problem === null) await Promise.all(spooling)
    if (failure !== null) throw failure
  } catch (error) {
    await giveUp()
    throw error
  }
  if (problem !== null) {
    await giveUp()
    return { ok: false, detail: problem }
  }
  return { ok: true, form: { fields, files, release } }
}

function makeBusboy(contentType: string): InstanceType<typeof Busboy> | null {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { fieldSize: MAX_FIELD_BYTES, fields: MAX_FIELDS, files: MAX_FILES, fieldNameSize: 200 },
    })
  } catch {
    return null
  }
}

async function feed(
  busboy: InstanceType<typeof Busboy>,
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
): Promise<void> {
  let length = 0
  try {
    for await (const piece of body ?? []) {
      length += piece.length
      if (length > maxBytes) throw new BodyTooLarge(`the body has more than ${maxBytes} bytes`)
      // Whoever has failed takes nothing more.
      if (busboy.destroyed || busboy.writableEnded) continue
      if (!busboy.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))) await drained(busboy)
    }
  } catch (error) {
    if (error instanceof BodyTooLarge) throw error
    throw new BodyBrokenOff(`the body broke off after ${length} bytes`, { cause: error })
  }
  if (!busboy.destroyed) busboy.end()
}

const drained = (busboy: InstanceType<typeof Busboy>): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      busboy.off('drain', go).off('error', go).off('finish', go).off('close', go)
      resolve()
    }
    busboy.on('drain', go).on('error', go).on('finish', go).on('close', go)
  })
