import type { Answer } from '../answer'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { problem } from '../problem'
import { readRange } from '../routes/read-range'

/** Files that jobs made, for as long as they are kept. */
export const MEDIA: Endpoint = {
  path: '/stream/{request}/{file}',
  operations: {
    GET: {
      doc: {
        summary: 'A file that a job made',
        description: 'For a while after the job. Ranges are served, as players of films ask for them.',
        tag: 'Routes',
        isOfAJob: true,
        isOpen: true,
        segments: {
          request: { description: 'As in the address that the job answered with.', example: '0'.repeat(36) },
          file: { description: 'As there.', example: '0.png' },
        },
        answer: {
          status: 200,
          description: 'The file.',
          content: { 'image/png': null, 'video/mp4': null, 'audio/wav': null },
        },
      },
      handle: serveFile,
    },
  },
}

async function serveFile({ segments, header }: ApiRequest, { routing, now }: AnswerDeps): Promise<Answer> {
  const { request = '', file = '' } = segments
  const found = await routing.media.read(`${request}-${file}`)
  if (!found) return problem('not-found', 'There is no such file, or its time is over.')
  const headers = {
    'content-type': found.contentType,
    'cache-control': `private, max-age=${Math.max(0, Math.floor((found.until - now()) / 1_000))}, immutable`,
    // Whoever made it is a stranger.
    'content-security-policy': "default-src 'none'; sandbox",
    'accept-ranges': 'bytes',
    expires: new Date(found.until).toUTCString(),
  }
  const range = readRange(header('range'), found.bytes.length)
  if (range === null) return { status: 200, headers, body: Buffer.from(found.bytes) }
  if (range === 'unsatisfiable')
    return {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${found.bytes.length}` },
      body: null,
    }
  const { first, last } = range
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${first}-${last}/${found.bytes.length}` },
    body: Buffer.from(found.bytes.subarray(first, last + 1)),
  }
}
