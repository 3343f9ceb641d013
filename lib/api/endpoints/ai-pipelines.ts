import { z } from 'zod'
import type { Endpoint, Operation } from '../endpoint'
import type { OperationDoc } from '../operation-doc'
import { carryRoute } from '../routes/carry-route'
import { FORM_PIPELINES } from '../routes/form-pipelines'
import { HINTS } from '../routes/hints'
import { JSON_INPUT_SCHEMAS } from '../routes/json-pipelines'
import { BATCH_PIPELINES, type BatchPipeline, pipelineRoute } from '../routes/pipeline-routes'
import { deferRoute, wantsDeferred } from './deferred'

const images = z
  .looseObject({ images: z.array(z.looseObject({ url: z.string() })) })
  .describe('Files are served by this server for a while; `livepeer-media: data` has them in the answer.')
const text = z.looseObject({ text: z.string() })
const llm = z.looseObject({ choices: z.array(z.looseObject({})) })

interface PipelineDoc {
  readonly summary: string
  readonly answer: z.ZodType
  readonly example: Readonly<Record<string, unknown>>
  /** A stream comes instead where it is asked for. */
  readonly isStream?: boolean
}

const DOCS: Readonly<Record<BatchPipeline, PipelineDoc>> = {
  'text-to-image': {
    summary: 'Images of a text',
    answer: images,
    example: { prompt: 'a lighthouse in a storm', width: 64, height: 64 },
  },
  'image-to-image': {
    summary: 'Images of an image and a text',
    answer: images,
    example: { prompt: 'as a woodcut' },
  },
  'image-to-video': { summary: 'A film of an image', answer: images, example: { width: '64', height: '32' } },
  upscale: { summary: 'A larger image', answer: images, example: { prompt: 'sharp' } },
  'audio-to-text': { summary: 'What is said in a recording', answer: text, example: {} },
  llm: {
    summary: 'What a language model says',
    answer: llm,
    example: { messages: [{ role: 'user', content: 'Why is the sky blue?' }], max_tokens: 64 },
    isStream: true,
  },
  'segment-anything-2': {
    summary: 'Masks of what an image shows',
    answer: z.looseObject({ masks: z.string(), scores: z.string(), logits: z.string() }),
    example: {},
  },
  'image-to-text': { summary: 'What an image shows', answer: text, example: {} },
  'text-to-speech': {
    summary: 'A text, spoken',
    answer: z.looseObject({ audio: z.looseObject({ url: z.string() }) }),
    example: { text: 'Good morning.' },
  },
}

/** What every route that carries a job says of itself. */
export const ROUTE_PARAMETERS: NonNullable<OperationDoc['parameters']> = HINTS.map(
  ({ name, description, schema }) => ({ name, in: 'header', description, schema }),
)

export const ROUTE_NOTE =
  'The job goes to whoever `/api/v1/select` would choose; where that one fails before the first byte of its answer, to the next. Headers of the answer say who it was, after how many attempts, what it costs and how long this server itself took; `/api/v1/requests/{id}` keeps why, under the `x-request-id`.'

const formSchema = (pipeline: keyof typeof FORM_PIPELINES): z.ZodType => {
  const { fields, fileField, required } = FORM_PIPELINES[pipeline]
  const names: readonly string[] = required
  return z.object({
    [fileField]: z.string().describe('The file.'),
    model_id: z.string().optional(),
    ...Object.fromEntries(
      Object.keys(fields).map((name) => [name, names.includes(name) ? z.string() : z.string().optional()]),
    ),
  })
}

const isForm = (pipeline: BatchPipeline): pipeline is keyof typeof FORM_PIPELINES =>
  Object.hasOwn(FORM_PIPELINES, pipeline)

function operation(pipeline: BatchPipeline, path: string): Operation {
  const { summary, answer, example, isStream } = DOCS[pipeline]
  const route = pipelineRoute(pipeline, path)
  return {
    doc: {
      summary,
      description: ROUTE_NOTE,
      tag: 'Routes',
      parameters: ROUTE_PARAMETERS,
      requestBody: isForm(pipeline)
        ? {
            description: 'A form with a file. Without `model_id` it goes to whichever model is best.',
            schema: formSchema(pipeline),
            example,
            file: { field: FORM_PIPELINES[pipeline].fileField, kind: FORM_PIPELINES[pipeline].fileField },
          }
        : {
            description: `Without \`${pipeline === 'llm' ? 'model' : 'model_id'}\` it goes to whichever model is best.`,
            schema: JSON_INPUT_SCHEMAS[pipeline],
            example,
          },
      answer: {
        status: 200,
        description: isStream
          ? 'The whole answer, or with `stream` pieces of it as they come.'
          : 'The answer.',
        content: { 'application/json': answer, ...(isStream && { 'text/event-stream': answer }) },
      },
    },
    handle: (request, deps) =>
      pipeline === 'image-to-video' && wantsDeferred(request)
        ? deferRoute(request, deps, route)
        : carryRoute(request, deps, route),
  }
}

/** Where clients of a Livepeer gateway, and of its hosted versions, send their jobs. */
export const PREFIXES = ['', '/api/generate', '/api/beta/generate']

export const AI_PIPELINES: readonly Endpoint[] = PREFIXES.flatMap((prefix) =>
  BATCH_PIPELINES.map((pipeline): Endpoint => {
    const path = `${prefix}/${pipeline}`
    return { path, operations: { POST: operation(pipeline, path) } }
  }),
)
