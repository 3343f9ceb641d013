import { z } from 'zod'
import type { ToldDocument } from '@/lib/routing/client-job'
import type { PipelineRoute } from './carry-route'
import { FORM_PIPELINES } from './form-pipelines'
import { readFields } from './json-input'
import { JsonPayload } from './json-payload'
import { mappedReader, toldJson } from './mapped-reader'
import { takingForm, withMedia } from './pipeline-routes'
import { formatSubtitles } from './subtitles'
import { textReader } from './text-answer'

const TRANSCRIPT_FORMATS = ['json', 'text', 'verbose_json', 'srt', 'vtt'] as const
type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number]

const transcript = z.looseObject({
  text: z.string(),
  chunks: z.array(z.looseObject({ text: z.string(), timestamp: z.array(z.number().nullable()) })).nullish(),
})

const takeForm = takingForm({
  ...FORM_PIPELINES['audio-to-text'],
  clientFileField: 'file',
  clientModelField: 'model',
})

/** `POST /v1/audio/transcriptions`, carried as `audio-to-text`. */
export const TRANSCRIPTIONS_ROUTE: PipelineRoute = {
  path: '/v1/audio/transcriptions',
  pipeline: 'audio-to-text',
  async readInput(...from) {
    const reading = await takeForm(...from)
    if (!reading.ok) return reading
    const asked = reading.input.texts?.get('response_format')
    if (asked === undefined || formatNamed(asked) !== null) return reading
    reading.input.release()
    const detail = `is not one of ${TRANSCRIPT_FORMATS.join(', ')}`
    return {
      ok: false,
      problem: {
        kind: 'wrong-input',
        detail: `response_format ${detail}`,
        param: 'response_format',
        fields: [{ name: 'response_format', detail }],
      },
    }
  },
  reader: ({ input }) =>
    mappedReader(textReader(['text']), (body) => {
      const read = transcript.safeParse(JSON.parse(body.toString()))
      return read.success
        ? tellTranscript(
            read.data,
            formatNamed(input.texts?.get('response_format') ?? 'json') ?? 'json',
            input.size.seconds ?? 0,
          )
        : 'its answer is no transcript'
    }),
}

const formatNamed = (text: string): TranscriptFormat | null =>
  TRANSCRIPT_FORMATS.find((format) => format === text) ?? null

function tellTranscript(
  { text, chunks }: z.infer<typeof transcript>,
  format: TranscriptFormat,
  seconds: number,
): ToldDocument {
  const segments = (chunks ?? []).map((chunk, id) => {
    const [start, end] = chunk.timestamp
    return { id, start: start ?? 0, end: end ?? seconds, text: chunk.text }
  })
  switch (format) {
    case 'json':
      return toldJson({ text })
    case 'verbose_json':
      return toldJson({ task: 'transcribe', duration: seconds, text, segments })
    case 'text':
      return { contentType: 'text/plain; charset=utf-8', body: Buffer.from(`${text}\n`) }
    case 'srt':
    case 'vtt':
      return formatSubtitles(segments, format)
  }
}

export const speechBody = z.looseObject({
  input: z.string().min(1),
  model: z.string().nullish(),
  voice: z.unknown(),
  instructions: z.string().nullish(),
})

const speechAnswer = z.looseObject({ audio: z.looseObject({ url: z.string() }) })

/**
 * `POST /v1/audio/speech`, carried as `text-to-speech`. The sound is in whatever format its runner makes, and says so;
 * nothing is made over here. `instructions` say how it is to sound; voices are OpenAI's own.
 */
export const SPEECH_ROUTE: PipelineRoute = {
  path: '/v1/audio/speech',
  pipeline: 'text-to-speech',
  async readInput({ readBody }) {
    const body = await readFields(readBody, speechBody)
    if (!body.ok) return body
    const { input: text, instructions } = body.fields
    const model = body.fields.model || null
    const json = {
      text,
      ...(model !== null && { model_id: model }),
      ...(instructions && { description: instructions }),
    }
    return {
      ok: true,
      input: {
        model,
        size: { characters: [...text].length },
        payload: new JsonPayload(
          Buffer.from(JSON.stringify(json)),
          { modelKey: 'model_id', model, missing: {} },
          body.bytes.length,
        ),
        wantsStream: false,
        release: () => undefined,
      },
    }
  },
  reader: (about) =>
    mappedReader(withMedia('audio')({ ...about, hints: { ...about.hints, media: 'data' } }), (body) => {
      const { url } = speechAnswer.parse(JSON.parse(body.toString())).audio
      const comma = url.indexOf(',')
      return {
        contentType: url.slice('data:'.length, url.indexOf(';')),
        body: Buffer.from(url.slice(comma + 1), 'base64'),
      }
    }),
}
