import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { BytePile } from '@/lib/net/byte-pile'

/** A file that a client sent: a small one in memory, a large one on the disk until it is released. */
export interface SpooledFile {
  readonly length: number
  /** All of a small one, the beginning of a large one. */
  readonly head: Buffer
  /** Null: it is in memory, all of it. */
  readonly path: string | null
  /** From its beginning, as often as it is asked for. */
  open(): Buffer | Readable
  release(): void
}

/** What is kept in memory of one file. */
const MEMORY_BYTES = 1024 * 1024

/** A large upload has no place to wait in: the disk is full, or cannot be written. */
export class UploadUnkept extends Error {
  override name = 'UploadUnkept'
}

/** Takes a file as it comes. Rejects with what the source rejects with, or UploadUnkept; nothing is left of it then. */
export async function spoolFile(
  pieces: AsyncIterable<Buffer>,
  { folder }: { readonly folder: string },
): Promise<SpooledFile> {
  const pile = new BytePile()
  let length = 0
  let spill: { path: string; stream: WriteStream; failure: Error | null } | null = null
  try {
    for await (const piece of pieces) {
      length += piece.length
      if (spill === null && length <= MEMORY_BYTES) {
        pile.add(piece)
        continue
      }
      if (spill === null) {
        await mkdir(folder, { recursive: true, mode: 0o700 }).catch(unkept)
        const path = join(folder, randomUUID())
        const opened = {
          path,
          stream: createWriteStream(path, { mode: 0o600 }),
          failure: null as Error | null,
        }
        opened.stream.on('error', (failure) => {
          opened.failure = failure
        })
        spill = opened
        spill.stream.write(pile.take())
      }
      if (!spill.stream.write(piece)) await flushed(spill.stream)
      if (spill.failure) unkept(spill.failure)
    }
    if (spill) await ended(spill.stream).catch(unkept)
  } catch (error) {
    if (spill) {
      spill.stream.destroy()
      await unlink(spill.path).catch(() => {})
    }
    throw error
  }
  const head = pile.take()
  const path = spill?.path ?? null
  return {
    length,
    head,
    path,
    open: () => (path === null ? head : createReadStream(path)),
    release: () => {
      if (path !== null) unlink(path).catch(() => {}) // Whatever is left is removed at the next start.
    },
  }
}

function unkept(cause: unknown): never {
  throw new UploadUnkept('an upload cannot be kept on the disk', { cause })
}

const flushed = (stream: WriteStream): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go).off('error', go).off('close', go)
      resolve()
    }
    stream.on('drain', go).on('error', go).on('close', go)
  })

const ended = (stream: WriteStream): Promise<void> => {
  stream.end()
  return finished(stream)
}
