import type { AnswerReader, ToldDocument } from '@/lib/routing/client-job'

/** A reader whose documents are told in another shape; a text says why one cannot be. */
export const mappedReader = (
  inner: AnswerReader,
  tell: (body: Buffer) => ToldDocument | string,
): AnswerReader => ({
  ...inner,
  async readDocument(document, from) {
    const read = await inner.readDocument(document, from)
    if (!read.ok) return read
    const told = tell(read.body)
    return typeof told === 'string' ? { ok: false, detail: told } : { ok: true, ...told }
  },
})

export const toldJson = (value: object): ToldDocument => ({
  contentType: 'application/json',
  body: Buffer.from(`${JSON.stringify(value)}\n`),
})
