import { FAULT_SENTENCES } from '@/lib/domain/job-result'
import { type AnswerReader, isOk, type StreamReading } from '@/lib/routing/client-job'
import { parseAnswer } from './parse-answer'
import { errorType } from './route-problem'
import { formatEvent, SseReader } from './sse-reader'

/** An answer of a language model, or a piece of one, as far as it is looked at. */
export interface LlmAnswer {
  readonly choices: readonly LlmChoice[]
  readonly [member: string]: unknown
}

export interface LlmChoice {
  readonly finish_reason?: string | null
  readonly [member: string]: unknown
}

/** How a client wants them told. */
export interface LlmShape {
  /** Null: as the orchestrator wrote it. */
  readonly document: ((answer: LlmAnswer) => unknown) | null
  readonly piece: ((answer: LlmAnswer) => unknown) | null
  /** What comes after the last piece, of which it is told; null: nothing. */
  readonly farewell: ((last: LlmAnswer) => string) | null
}

/** As go-livepeer's gateway tells it. */
export const PLAIN_SHAPE: LlmShape = { document: null, piece: null, farewell: null }

export const llmReader = (shape: LlmShape, { isStream }: { readonly isStream: boolean }): AnswerReader => ({
  isAnswer: isOk,
  readDocument({ body }) {
    const answer = parseAnswer(body)
    if (typeof answer === 'string') return { ok: false, detail: answer }
    if (!isLlmAnswer(answer)) return { ok: false, detail: 'its answer has no choices' }
    // What was to be a stream is told as one.
    if (isStream) return streamed(answer, shape)
    const told = shape.document ? Buffer.from(`${JSON.stringify(shape.document(answer))}\n`) : body
    return { ok: true, contentType: 'application/json', body: told }
  },
  stream: isStream ? () => new LlmStream(shape) : null,
})

export const EVENT_STREAM = 'text/event-stream'

function streamed(answer: LlmAnswer, shape: LlmShape) {
  const choices = answer.choices.map(({ message, ...rest }) => ({ ...rest, delta: message }))
  const piece = { ...answer, choices }
  const text = formatEvent(shape.piece?.(piece) ?? piece) + (shape.farewell?.(answer) ?? '')
  return { ok: true, contentType: EVENT_STREAM, body: Buffer.from(text) } as const
}

/** Far more than any model says at once; whoever goes on for ever is cut. */
const MAX_STREAM_BYTES = 8 * 1024 * 1024

class LlmStream implements StreamReading {
  readonly contentType = EVENT_STREAM
  readonly #events = new SseReader()
  #length = 0
  #isFinished = false
  #last: LlmAnswer | null = null

  constructor(private readonly shape: LlmShape) {}

  onPiece(piece: Buffer): Buffer | null | { readonly problem: string } {
    this.#length += piece.length
    if (this.#length > MAX_STREAM_BYTES)
      return { problem: `its stream has more than ${MAX_STREAM_BYTES} bytes` }
    const events = this.#events.read(piece)
    if (typeof events === 'string') return { problem: events }
    let text = ''
    for (const { event, data } of events) {
      // Some runners say so themselves, and the gateway of go-livepeer leaves it out.
      if (data === '[DONE]') {
        this.#isFinished = true
        continue
      }
      const answer = parseAnswer(data)
      if (typeof answer === 'string') return { problem: 'a piece of its stream is no JSON' }
      if (event === 'error' || !isLlmAnswer(answer))
        return { problem: 'a piece of its stream is none of an answer' }
      if (answer.choices.some(({ finish_reason }) => Boolean(finish_reason))) this.#isFinished = true
      this.#last = answer
      text += formatEvent(this.shape.piece ? this.shape.piece(answer) : data)
    }
    return text === '' ? null : Buffer.from(text)
  }

  onEnd() {
    if (!this.#isFinished || this.#last === null || this.#events.isWithinEvent)
      return { problem: 'its stream ended before the last piece' }
    const { farewell } = this.shape
    return { last: farewell === null ? null : Buffer.from(farewell(this.#last)) }
  }

  onFailure({ cause, detail }: Parameters<StreamReading['onFailure']>[0]): Buffer {
    const message = `${FAULT_SENTENCES[cause]} (${detail}) What came before is not the whole answer.`
    return Buffer.from(
      formatEvent(
        {
          error: { message, type: errorType(502), code: 'stream-cut', param: null },
          detail: { msg: message },
        },
        'error',
      ),
    )
  }
}

function isLlmAnswer(value: object): value is LlmAnswer {
  return (
    'choices' in value &&
    Array.isArray(value.choices) &&
    value.choices.length > 0 &&
    value.choices.every((choice) => typeof choice === 'object' && choice !== null)
  )
}
