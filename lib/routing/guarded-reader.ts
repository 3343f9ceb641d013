import type { AnswerReader, DocumentReading, StreamReading } from './client-job'

const UNREADABLE = 'its answer cannot be read'

/**
 * A reader that throws over no answer: what it cannot read is none, whoever sent it is left, and the job goes on. What it
 * threw is told to `onError`.
 */
export function guardedReader(reader: AnswerReader, onError: (error: unknown) => void): AnswerReader {
  const unreadable = (cause: unknown): DocumentReading => {
    onError(cause)
    return { ok: false, detail: UNREADABLE }
  }
  const guarded = (stream: StreamReading): StreamReading => {
    const orProblem =
      <Args extends readonly unknown[], Result>(read: (...args: Args) => Result) =>
      (...args: Args): Result | { readonly problem: string } => {
        try {
          return read(...args)
        } catch (cause) {
          onError(cause)
          return { problem: UNREADABLE }
        }
      }
    return {
      contentType: stream.contentType,
      ...(stream.headers && { headers: stream.headers }),
      onPiece: orProblem((piece: Buffer) => stream.onPiece(piece)),
      onEnd: orProblem(() => stream.onEnd()),
      onFailure: (failure) => stream.onFailure(failure),
    }
  }
  const { stream } = reader
  return {
    isAnswer: reader.isAnswer,
    readDocument(document, from) {
      try {
        const reading = reader.readDocument(document, from)
        return reading instanceof Promise ? reading.catch(unreadable) : reading
      } catch (cause) {
        return unreadable(cause)
      }
    },
    stream: stream && ((opened, from) => guarded(stream(opened, from))),
  }
}
