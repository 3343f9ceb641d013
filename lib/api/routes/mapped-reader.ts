import type { AnswerReader, ToldDocument } from '@/lib/routing/client-job'

/** A reader whose documents are told in another shape. */
export const mappedReader = (inner: AnswerReader, tell: (body: Buffer) => ToldDocument): AnswerReader => ({
  ...inner,
  async readDocument(document, from) {
    const read = await inner.readDocument(document, from)
    return read.ok ? { ok: true, ...tell(read.body) } : read
  },
})

export const toldJson = (value: object): ToldDocument => ({
  contentType: 'application/json',
  body: Buffer.from(`${JSON.stringify(value)}\n`),
})
