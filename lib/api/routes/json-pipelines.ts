import { z } from 'zod'
import type { JsonPipeline } from './json-input'

const text = z.string()
const optionalText = text.nullish()
const optionalNumber = z.number().nullish()
const wholeFrom = (least: number) => z.int().min(least).nullish()
const optionalFlag = z.boolean().nullish()

const textToImage = z.looseObject({
  prompt: text.min(1),
  model_id: optionalText,
  loras: optionalText,
  width: wholeFrom(1),
  height: wholeFrom(1),
  guidance_scale: optionalNumber,
  negative_prompt: optionalText,
  safety_check: optionalFlag,
  seed: z.number().nullish(),
  num_inference_steps: wholeFrom(1),
  num_images_per_prompt: wholeFrom(1),
})

const textToSpeech = z.looseObject({
  text: text.min(1),
  model_id: optionalText,
  description: optionalText,
})

const llm = z.looseObject({
  model: optionalText,
  messages: z
    .array(z.looseObject({ role: text, content: z.unknown() }))
    .min(1)
    .max(10_000),
  max_tokens: wholeFrom(1),
  temperature: optionalNumber,
  top_p: optionalNumber,
  top_k: optionalNumber,
  stream: optionalFlag,
})

const TEXT_TO_IMAGE: JsonPipeline<z.infer<typeof textToImage>> = {
  schema: textToImage,
  modelKey: 'model_id',
  modelOf: ({ model_id }) => model_id,
  sizeOf: ({ width, height, num_images_per_prompt }) => ({
    width: width ?? BILLED_SIDE,
    height: height ?? BILLED_SIDE,
    images: num_images_per_prompt ?? 1,
  }),
  defaults: { width: 512, height: 512, num_images_per_prompt: 1 },
  wantsStream: () => false,
}
/** What go-livepeer's gateway writes where the client does not say (server/ai_process.go). */
const BILLED_SIDE = 512

const TEXT_TO_SPEECH: JsonPipeline<z.infer<typeof textToSpeech>> = {
  schema: textToSpeech,
  modelKey: 'model_id',
  modelOf: ({ model_id }) => model_id,
  // As orchestrators count them: what is one character in JavaScript may be two.
  sizeOf: ({ text: spoken }) => ({ characters: [...spoken].length }),
  defaults: {},
  wantsStream: () => false,
}

const DEFAULT_TOKENS = 256
const LLM: JsonPipeline<z.infer<typeof llm>> = {
  schema: llm,
  modelKey: 'model',
  modelOf: ({ model }) => model,
  sizeOf: ({ max_tokens }) => ({ tokens: max_tokens ?? DEFAULT_TOKENS }),
  defaults: { max_tokens: DEFAULT_TOKENS, stream: false },
  wantsStream: ({ stream }) => stream === true,
}

export const JSON_PIPELINES = {
  'text-to-image': TEXT_TO_IMAGE,
  'text-to-speech': TEXT_TO_SPEECH,
  llm: LLM,
} as const
export const JSON_INPUT_SCHEMAS = {
  'text-to-image': textToImage,
  'text-to-speech': textToSpeech,
  llm,
} as const
