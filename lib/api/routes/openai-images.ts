import { z } from 'zod'
import type { PipelineRoute } from './carry-route'
import { readFields } from './json-input'
import { JsonPayload } from './json-payload'
import { mappedReader, toldJson } from './mapped-reader'
import { withMedia } from './pipeline-routes'

const SIZE = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/

export const imagesBody = z.looseObject({
  prompt: z.string().min(1),
  model: z.string().nullish(),
  n: z.int().min(1).max(64).nullish(),
  size: z.union([z.literal('auto'), z.string().regex(SIZE)]).nullish(),
  response_format: z.enum(['url', 'b64_json']).nullish(),
})

/** As OpenAI makes them where the size is not said. */
const DEFAULT_SIDE = 1_024
const IN_ANSWER = 'b64_json'

const imagesAnswer = z.looseObject({ images: z.array(z.looseObject({ url: z.string() })) })

/** `POST /v1/images/generations`, carried as `text-to-image`. */
export const IMAGES_ROUTE: PipelineRoute = {
  path: '/v1/images/generations',
  pipeline: 'text-to-image',
  async readInput({ readBody }) {
    const body = await readFields(readBody, imagesBody)
    if (!body.ok) return body
    const { prompt, n, size, response_format } = body.fields
    const model = body.fields.model || null
    const [, width, height] = SIZE.exec(size ?? '') ?? []
    const made = {
      width: width === undefined ? DEFAULT_SIDE : Number(width),
      height: height === undefined ? DEFAULT_SIDE : Number(height),
      images: n ?? 1,
    }
    const json = {
      prompt,
      ...(model !== null && { model_id: model }),
      width: made.width,
      height: made.height,
      num_images_per_prompt: made.images,
    }
    return {
      ok: true,
      input: {
        model,
        size: made,
        payload: new JsonPayload(
          Buffer.from(JSON.stringify(json)),
          { modelKey: 'model_id', model, missing: {} },
          body.bytes.length,
        ),
        wantsStream: false,
        texts: new Map([['response_format', response_format ?? 'url']]),
        release: () => undefined,
      },
    }
  },
  reader: (about) => {
    const isInAnswer = about.input.texts?.get('response_format') === IN_ANSWER
    const hints = isInAnswer ? { ...about.hints, media: 'data' as const } : about.hints
    const created = Math.floor(about.deps.now() / 1_000)
    return mappedReader(withMedia('images')({ ...about, hints }), (body) => {
      const { images } = imagesAnswer.parse(JSON.parse(body.toString()))
      return toldJson({
        created,
        data: images.map(({ url }) => (isInAnswer ? { b64_json: url.slice(url.indexOf(',') + 1) } : { url })),
      })
    })
  },
}
