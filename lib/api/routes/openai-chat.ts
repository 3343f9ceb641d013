import { z } from 'zod'
import type { PipelineRoute } from './carry-route'
import { readFields } from './json-input'
import { JsonPayload } from './json-payload'
import { type LlmAnswer, type LlmShape, llmReader } from './llm-answer'
import { formatEvent } from './sse-reader'
import { wrongFields } from './wrong-fields'

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() })

/** What is taken of a request for a chat completion. What would change the answer and nobody can do is refused. */
export const chatBody = z.looseObject({
  model: z.string().nullish(),
  messages: z
    .array(
      z.looseObject({
        role: z.string(),
        content: z.union([z.string(), z.array(textPart)]).nullish(),
      }),
    )
    .min(1)
    .max(10_000),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  top_k: z.number().nullish(),
  n: z.int().min(1).max(1).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  tools: z.array(z.unknown()).max(0).nullish(),
  functions: z.array(z.unknown()).max(0).nullish(),
})
type ChatBody = z.infer<typeof chatBody>

const DEFAULT_TOKENS = 256

/** `POST /v1/chat/completions`, as clients of OpenAI's API know it, carried as the pipeline `llm`. */
export const CHAT_ROUTE: PipelineRoute = {
  path: '/v1/chat/completions',
  pipeline: 'llm',
  async readInput({ readBody }) {
    const body = await readFields(readBody, chatBody)
    if (!body.ok) return body
    const { fields } = body
    if (fields.messages.some(({ content }) => content === null || content === undefined))
      return {
        ok: false,
        problem: wrongFields([{ parameter: 'messages', detail: 'has one without content' }]),
      }
    const model = fields.model || null
    const tokens = fields.max_completion_tokens ?? fields.max_tokens ?? DEFAULT_TOKENS
    const bytes = Buffer.from(JSON.stringify(llmBody(fields, tokens)))
    return {
      ok: true,
      input: {
        model,
        size: { tokens },
        payload: new JsonPayload(bytes, { modelKey: 'model', model, missing: {} }, body.bytes.length),
        wantsStream: fields.stream === true,
        texts: new Map([[INCLUDES_USAGE, String(fields.stream_options?.include_usage ?? false)]]),
        release: () => undefined,
      },
    }
  },
  reader: ({ input }) =>
    llmReader(chatShape({ includesUsage: input.texts?.get(INCLUDES_USAGE) === 'true' }), {
      isStream: input.wantsStream,
    }),
}

const INCLUDES_USAGE = 'include_usage'

/** As orchestrators read it: contents are texts there. */
const llmBody = ({ model, messages, temperature, top_p, top_k, stream }: ChatBody, tokens: number) => ({
  ...(model && { model }),
  messages: messages.map(({ role, content }) => ({
    role,
    content: typeof content === 'string' ? content : (content ?? []).map(({ text }) => text).join('\n'),
  })),
  max_tokens: tokens,
  stream: stream === true,
  ...(typeof temperature === 'number' && { temperature }),
  ...(typeof top_p === 'number' && { top_p }),
  ...(typeof top_k === 'number' && { top_k }),
})

const chatShape = ({ includesUsage }: { readonly includesUsage: boolean }): LlmShape => ({
  document: (answer) => ({
    ...answer,
    object: 'chat.completion',
    choices: answer.choices.map((choice) => ({ ...choice, finish_reason: choice.finish_reason || 'stop' })),
  }),
  piece: ({ usage: _, ...answer }) => ({
    ...answer,
    object: 'chat.completion.chunk',
    choices: answer.choices.map((choice) => ({ ...choice, finish_reason: choice.finish_reason || null })),
    ...(includesUsage && { usage: null }),
  }),
  farewell: (last) => `${includesUsage ? formatEvent(usageOf(last)) : ''}${formatEvent('[DONE]')}`,
})

/** Each piece of an orchestrator's stream says how many tokens there were so far. */
const usageOf = ({ choices: _, ...last }: LlmAnswer): object => ({
  ...last,
  object: 'chat.completion.chunk',
  choices: [],
})
