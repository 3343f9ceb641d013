import { type AnswerReader, isOk } from '@/lib/routing/client-job'
import { parseAnswer } from './parse-answer'

/** Answers that are passed on as they are, when they have what clients look for. */
export const textReader = (members: readonly string[]): AnswerReader => ({
  isAnswer: isOk,
  readDocument({ body }) {
    const answer = parseAnswer(body)
    if (typeof answer === 'string') return { ok: false, detail: answer }
    const missing = members.find((name) => typeof Reflect.get(answer, name) !== 'string')
    return missing === undefined
      ? { ok: true, contentType: 'application/json', body }
      : { ok: false, detail: `its answer has no text ${missing}` }
  },
  stream: null,
})
