import type { AnswerReader } from '@/lib/routing/client-job'
import type { AnswerDeps, ApiRequest } from '../endpoint'
import type { PipelineRoute, ReaderContext } from './carry-route'
import { type FormPipeline, readFormInput } from './form-input'
import { FORM_PIPELINES } from './form-pipelines'
import { type JsonPipeline, readJsonInput } from './json-input'
import { JSON_PIPELINES } from './json-pipelines'
import { llmReader, PLAIN_SHAPE } from './llm-answer'
import { mediaReader } from './media-answer'
import { publicBase } from './public-base'
import { textReader } from './text-answer'

/** Pipelines whose work is one request with one answer. */
export type BatchPipeline = keyof typeof JSON_PIPELINES | keyof typeof FORM_PIPELINES

type Reader = (about: ReaderContext) => AnswerReader

export const withMedia =
  (shape: 'images' | 'audio'): Reader =>
  ({ requestId, hints, request, deps }) =>
    mediaReader({
      shape,
      as: hints.media,
      requestId,
      base: publicBase(request, deps.routing),
      shelf: deps.routing.media,
      deps: { ...deps.routing.carriage, ...deps.routing.ai },
    })

const READERS: Readonly<Record<BatchPipeline, Reader>> = {
  'text-to-image': withMedia('images'),
  'image-to-image': withMedia('images'),
  'image-to-video': withMedia('images'),
  upscale: withMedia('images'),
  'text-to-speech': withMedia('audio'),
  'audio-to-text': () => textReader(['text']),
  'image-to-text': () => textReader(['text']),
  'segment-anything-2': () => textReader(['masks', 'scores', 'logits']),
  llm: ({ input }) => llmReader(PLAIN_SHAPE, { isStream: input.wantsStream }),
}

const takingJson =
  <Fields extends object>(pipeline: JsonPipeline<Fields>): PipelineRoute['readInput'] =>
  ({ readBody }) =>
    readJsonInput(readBody, pipeline)

export const takingForm =
  (pipeline: FormPipeline): PipelineRoute['readInput'] =>
  (request: ApiRequest, { routing }: AnswerDeps) =>
    readFormInput(request, pipeline, { maxBytes: routing.maxUploadBytes, folder: routing.uploads })

const INPUTS: Readonly<Record<BatchPipeline, PipelineRoute['readInput']>> = {
  'text-to-image': takingJson(JSON_PIPELINES['text-to-image']),
  'text-to-speech': takingJson(JSON_PIPELINES['text-to-speech']),
  llm: takingJson(JSON_PIPELINES.llm),
  'image-to-image': takingForm(FORM_PIPELINES['image-to-image']),
  'image-to-video': takingForm(FORM_PIPELINES['image-to-video']),
  upscale: takingForm(FORM_PIPELINES.upscale),
  'segment-anything-2': takingForm(FORM_PIPELINES['segment-anything-2']),
  'image-to-text': takingForm(FORM_PIPELINES['image-to-text']),
  'audio-to-text': takingForm(FORM_PIPELINES['audio-to-text']),
}

export const pipelineRoute = (pipeline: BatchPipeline, path: string): PipelineRoute => ({
  path,
  pipeline,
  readInput: INPUTS[pipeline],
  reader: READERS[pipeline],
})

export const BATCH_PIPELINES: readonly BatchPipeline[] = [
  'text-to-image',
  'image-to-image',
  'image-to-video',
  'upscale',
  'audio-to-text',
  'llm',
  'segment-anything-2',
  'image-to-text',
  'text-to-speech',
]
