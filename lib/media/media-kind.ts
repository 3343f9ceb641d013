import { fileTypeFromBuffer } from 'file-type'

/** What is re-served of what orchestrators make, told by its bytes and never by what they call it. */
const SERVED: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/flac': 'flac',
  'audio/ogg': 'ogg',
}

export interface MediaKind {
  readonly contentType: string
  readonly extension: string
}

/** Null for anything else: a page, say, would be one of ours to a browser. */
export async function mediaKindOf(bytes: Buffer): Promise<MediaKind | null> {
  const type = await fileTypeFromBuffer(bytes).catch(() => undefined)
  const contentType = type?.mime === undefined ? '' : (OTHER_NAMES[type.mime] ?? type.mime)
  const extension = SERVED[contentType]
  return extension === undefined ? null : { contentType, extension }
}

const OTHER_NAMES: Readonly<Record<string, string>> = {
  'audio/vnd.wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'video/quicktime': 'video/mp4',
  'video/x-m4v': 'video/mp4',
}

export const contentTypeOfExtension = (extension: string): string | null =>
  Object.entries(SERVED).find(([, known]) => known === extension)?.[0] ?? null
