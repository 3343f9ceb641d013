import { imageSize } from 'image-size'
import { parseBuffer, parseFile } from 'music-metadata'
import type { FormFile } from './read-form'

export interface ImageMeasure {
  readonly width: number
  readonly height: number
}

/** What go-livepeer's orchestrators decode (server/ai_http.go). */
const READABLE = ['png', 'jpg', 'gif']

/** Pixels of an image, by which jobs on it are billed; or why orchestrators could not tell them, in one sentence. */
export function measureImage({ file }: FormFile): ImageMeasure | string {
  try {
    const { width, height, type = 'unknown' } = imageSize(file.head)
    if (!READABLE.includes(type))
      return `The image is of the kind ${type}; orchestrators read PNG, JPEG and GIF.`
    if (width > 0 && height > 0) return { width, height }
  } catch {
    // What is no image is told below.
  }
  return 'The image cannot be read; orchestrators read PNG, JPEG and GIF.'
}

/** A stranger's file may be made so that reading it takes for ever. */
const MAX_READING_MS = 5_000

/** Seconds of a recording, by which jobs on it are billed; or why they cannot be told, in one sentence. */
export async function measureAudio({ file, contentType }: FormFile): Promise<{ seconds: number } | string> {
  const options = { duration: true, skipCovers: true, skipPostHeaders: true }
  const reading =
    file.path === null
      ? parseBuffer(file.head, { mimeType: contentType }, options)
      : parseFile(file.path, options)
  const seconds = await Promise.race([
    reading.then(
      ({ format: { duration } }) => duration ?? null,
      () => null,
    ),
    new Promise<null>((resolve) => setTimeout(() => resolve(null), MAX_READING_MS).unref()),
  ])
  if (seconds === null || !Number.isFinite(seconds)) return 'The length of the audio cannot be told.'
  return seconds < 1 ? 'The audio is shorter than a second, which orchestrators cannot bill.' : { seconds }
}
