import type { Job } from './job'
import { JobRefusal } from './job-refusal'
import { makeWords } from './words'

export type LlmJob = Extract<Job, { pipeline: 'llm' }>

const MAX_WORDS = 2_000

/** What a model says: a word is a token, and of the same question come the same words. */
export interface LlmReply {
  readonly words: readonly string[]
  readonly finishReason: 'stop' | 'length'
  readonly promptTokens: number
}

export function makeReply({ model, prompt, maxTokens }: LlmJob): LlmReply {
  if (maxTokens < 1) throw new JobRefusal(500, `llm container returned 400: max_tokens is ${maxTokens}`)
  const wanted = 12 + (prompt.length % 29)
  const count = Math.min(wanted, maxTokens, MAX_WORDS)
  return {
    words: makeWords(count, `${model} ${prompt}`).map((word, i) => (i === 0 ? word : ` ${word}`)),
    finishReason: count < wanted ? 'length' : 'stop',
    promptTokens: prompt.split(/\s+/).filter(Boolean).length,
  }
}

interface Said {
  readonly id: string
  readonly model: string
  /** Unix ms. */
  readonly now: number
}

/** The whole reply, keys in the order of Go's structs. */
export const wholeReply = (reply: LlmReply, said: Said): unknown =>
  response(said, reply, reply.words.length, {
    finish_reason: reply.finishReason,
    index: 0,
    message: { content: reply.words.join(''), role: 'assistant' },
  })

/**
 * The frames of a stream, one per word and one that says why it ends; there is no `[DONE]` after it (go-livepeer
 * server/ai_http.go).
 */
export function replyFrames(reply: LlmReply, said: Said): string[] {
  const delta = (content: string) => ({ content, role: 'assistant' })
  return [
    ...reply.words.map((word, i) => response(said, reply, i + 1, { delta: delta(word), index: 0 })),
    response(said, reply, reply.words.length, {
      delta: delta(''),
      finish_reason: reply.finishReason,
      index: 0,
    }),
  ].map((frame) => `data: ${JSON.stringify(frame)}\n\n`)
}

const response = (
  { id, model, now }: Said,
  { promptTokens }: LlmReply,
  tokens: number,
  choice: unknown,
): unknown => ({
  choices: [choice],
  created: Math.floor(now / 1_000),
  id,
  model,
  usage: { completion_tokens: tokens, prompt_tokens: promptTokens, total_tokens: promptTokens + tokens },
})
