import type { FieldKind, FormPipeline } from './form-input'
import { measureAudio, measureImage } from './measure-file'
import type { FormFile } from './read-form'

const MAKING_IMAGES = {
  prompt: 'text',
  loras: 'text',
  safety_check: 'boolean',
  seed: 'integer',
  num_inference_steps: 'integer',
} as const satisfies Readonly<Record<string, FieldKind>>

const onImage = (
  fields: Readonly<Record<string, FieldKind>>,
  required: readonly string[] = [],
): FormPipeline => ({
  fileField: 'image',
  fields,
  required,
  measure: async (file) => {
    const measured = measureImage(file)
    return typeof measured === 'string' ? measured : { size: measured }
  },
})

const whole = (text: string | undefined, fallback: number): number =>
  text === undefined ? fallback : Number(text)

const FILM = { width: 1_024, height: 576 }

/** Pipelines whose input is a form, with the fields of Livepeer's AI API (spec 0.13.5). */
export const FORM_PIPELINES = {
  'image-to-image': {
    ...onImage(
      {
        ...MAKING_IMAGES,
        strength: 'number',
        guidance_scale: 'number',
        image_guidance_scale: 'number',
        negative_prompt: 'text',
        num_images_per_prompt: 'integer',
      },
      ['prompt'],
    ),
    measure: async (file: FormFile, fields: ReadonlyMap<string, string>) => {
      const measured = measureImage(file)
      if (typeof measured === 'string') return measured
      return { size: { ...measured, images: Math.max(1, whole(fields.get('num_images_per_prompt'), 1)) } }
    },
  },
  'image-to-video': {
    ...onImage({
      width: 'integer',
      height: 'integer',
      fps: 'integer',
      motion_bucket_id: 'integer',
      noise_aug_strength: 'number',
      safety_check: 'boolean',
      seed: 'integer',
      num_inference_steps: 'integer',
    }),
    // Billed by what comes out.
    measure: async (file: FormFile, fields: ReadonlyMap<string, string>) => {
      const measured = measureImage(file)
      if (typeof measured === 'string') return measured
      const width = Math.max(1, whole(fields.get('width'), FILM.width))
      const height = Math.max(1, whole(fields.get('height'), FILM.height))
      return { size: { width, height }, extra: { width: String(width), height: String(height) } }
    },
  },
  upscale: onImage(
    { prompt: 'text', safety_check: 'boolean', seed: 'integer', num_inference_steps: 'integer' },
    ['prompt'],
  ),
  'segment-anything-2': onImage({
    point_coords: 'json',
    point_labels: 'json',
    box: 'json',
    mask_input: 'json',
    multimask_output: 'boolean',
    return_logits: 'boolean',
    normalize_coords: 'boolean',
  }),
  'image-to-text': onImage({ prompt: 'text' }),
  'audio-to-text': {
    fileField: 'audio',
    fields: { return_timestamps: 'text', metadata: 'text' },
    required: [],
    measure: async (file: FormFile) => {
      const measured = await measureAudio(file)
      if (typeof measured === 'string') return measured
      // The runner is told what was measured, whatever the client says of it.
      const metadata = JSON.stringify({ duration: String(Math.floor(measured.seconds)) })
      return { size: measured, extra: { metadata } }
    },
  },
} as const satisfies Readonly<Record<string, FormPipeline>>
