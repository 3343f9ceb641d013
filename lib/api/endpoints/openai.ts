import { z } from 'zod'
import type { Answer } from '../answer'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { quoted } from '../listing/reading'
import { carryRoute, type PipelineRoute } from '../routes/carry-route'
import { SPEECH_ROUTE, speechBody, TRANSCRIPTIONS_ROUTE } from '../routes/openai-audio'
import { CHAT_ROUTE, chatBody } from '../routes/openai-chat'
import { IMAGES_ROUTE, imagesBody } from '../routes/openai-images'
import { openAiModels } from '../routes/openai-models'
import { routeProblem } from '../routes/route-problem'
import { ROUTE_NOTE, ROUTE_PARAMETERS } from './ai-pipelines'
import { noStore, RETRY_AFTER, reasonNotCollected } from './respond'

const modelDto = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.int(),
  owned_by: z.string(),
  pipelines: z.array(z.string()),
})
const modelsDto = z.object({ object: z.literal('list'), data: z.array(modelDto) })
const completion = z.looseObject({
  object: z.enum(['chat.completion', 'chat.completion.chunk']),
  choices: z.array(z.looseObject({})),
})

const carrying =
  (route: PipelineRoute) =>
  (request: ApiRequest, deps: AnswerDeps): Promise<Answer> =>
    carryRoute(request, deps, route)

const common = { description: ROUTE_NOTE, tag: 'Routes', parameters: ROUTE_PARAMETERS } as const

/** What clients of OpenAI's API call, with this server as their `baseURL` and `/v1` behind it. */
export const OPENAI: readonly Endpoint[] = [
  {
    path: '/v1/models',
    operations: {
      GET: {
        doc: {
          summary: 'Models, as clients of OpenAI list them',
          description: 'Every model of an AI pipeline that somebody offers; `pipelines` says what it can do.',
          tag: 'Routes',
          parameters: [
            {
              name: 'pipeline',
              in: 'query',
              description: 'Those of one pipeline alone.',
              schema: { type: 'string' },
              example: 'llm',
            },
          ],
          answer: { status: 200, description: 'All of them.', content: { 'application/json': modelsDto } },
        },
        handle: listModels,
      },
    },
  },
  {
    path: '/v1/models/{id}',
    takesSlashes: true,
    operations: {
      GET: {
        doc: {
          summary: 'One model, as clients of OpenAI ask for it',
          tag: 'Routes',
          segments: {
            id: { description: 'Its id, its slashes as they are.', example: 'streamdiffusion-sdxl' },
          },
          answer: { status: 200, description: 'The model.', content: { 'application/json': modelDto } },
        },
        handle: oneModel,
      },
    },
  },
  {
    path: CHAT_ROUTE.path,
    operations: {
      POST: {
        doc: {
          ...common,
          summary: 'What a language model says, in the shape of OpenAI',
          requestBody: {
            description: 'A chat. Tools and several choices are refused: nobody on the network does them.',
            schema: chatBody,
            example: { messages: [{ role: 'user', content: 'Why is the sky blue?' }], max_tokens: 32 },
          },
          answer: {
            status: 200,
            description: 'The whole answer, or with `stream` pieces of it and `[DONE]`.',
            content: { 'application/json': completion, 'text/event-stream': completion },
          },
        },
        handle: carrying(CHAT_ROUTE),
      },
    },
  },
  {
    path: IMAGES_ROUTE.path,
    operations: {
      POST: {
        doc: {
          ...common,
          summary: 'Images of a text, in the shape of OpenAI',
          requestBody: {
            description: '1024×1024 where no size is said.',
            schema: imagesBody,
            example: { prompt: 'a lighthouse in a storm', size: '64x64' },
          },
          answer: {
            status: 200,
            description: 'Addresses of this server, or with `b64_json` the images themselves.',
            content: {
              'application/json': z.object({ created: z.int(), data: z.array(z.looseObject({})) }),
            },
          },
        },
        handle: carrying(IMAGES_ROUTE),
      },
    },
  },
  {
    path: TRANSCRIPTIONS_ROUTE.path,
    operations: {
      POST: {
        doc: {
          ...common,
          summary: 'What is said in a recording, in the shape of OpenAI',
          requestBody: {
            description: 'A form with `file`; `response_format` is json, text, verbose_json, srt or vtt.',
            schema: z.object({
              file: z.string().describe('The file.'),
              model: z.string().optional(),
              response_format: z.string().optional(),
            }),
            example: {},
            file: { field: 'file', kind: 'audio' },
          },
          answer: {
            status: 200,
            description: 'In the format that was asked for.',
            content: { 'application/json': z.looseObject({ text: z.string() }) },
          },
        },
        handle: carrying(TRANSCRIPTIONS_ROUTE),
      },
    },
  },
  {
    path: SPEECH_ROUTE.path,
    operations: {
      POST: {
        doc: {
          ...common,
          summary: 'A text, spoken, in the shape of OpenAI',
          requestBody: {
            description: '`instructions` say how it is to sound; voices are not known here.',
            schema: speechBody,
            example: { input: 'Good morning.', voice: 'alloy' },
          },
          answer: {
            status: 200,
            description: 'The sound, in whatever format its runner makes.',
            content: { 'audio/wav': null },
          },
        },
        handle: carrying(SPEECH_ROUTE),
      },
    },
  },
]

function listModels({ url }: ApiRequest, { reader }: AnswerDeps): Answer {
  const market = reader.market()
  if (market === null)
    return routeProblem({
      kind: 'nothing-collected',
      detail: reasonNotCollected(reader),
      headers: RETRY_AFTER,
    })
  // Clients of OpenAI ask with parameters of its own, which mean nothing here.
  const pipeline = url.searchParams.get('pipeline')
  const data = openAiModels(market.catalog).filter(
    ({ pipelines }) => pipeline === null || pipelines.includes(pipeline),
  )
  return noStore(200, { object: 'list', data }, reader.freshness())
}

function oneModel({ segments }: ApiRequest, { reader }: AnswerDeps): Answer {
  const market = reader.market()
  const id = segments.id ?? ''
  const found = market && openAiModels(market.catalog).find((model) => model.id === id)
  return found
    ? noStore(200, found, reader.freshness())
    : routeProblem({
        kind: 'model-not-offered',
        detail: `Nobody offers the model ${quoted(id)}; /v1/models lists all.`,
      })
}
