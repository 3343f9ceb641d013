import type { AnswerReader } from '@/lib/routing/client-job'

/** What a client gets of a document that was read. */
export interface ToldDocument {
  readonly contentType: string
  readonly body: Buffer
}

/** A reader whose documents are told in another shape. */
export const mappedReader = (inner: AnswerReader, tell: (body: Buffer) => ToldDocument): AnswerReader => ({
  ...inner,
  async readDocument(document, place) {
    const read = await inner.readDocument(document, place)
    return read.ok ? { ok: true, ...tell(read.body) } : read
  },
})

export const toldJson = (value: object): ToldDocument => ({
  contentType: 'application/json',
  body: Buffer.from(`${JSON.stringify(value)}\n`),
})
