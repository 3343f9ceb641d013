import type { ToldDocument } from '@/lib/routing/client-job'

interface Segment {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Segments of speech as players of films read them. */
export function formatSubtitles(segments: readonly Segment[], format: 'srt' | 'vtt'): ToldDocument {
  const mark = format === 'srt' ? ',' : '.'
  const cues = segments.map(({ start, end, text }, i) => {
    const line = `${moment(start, mark)} --> ${moment(end, mark)}\n${lineOf(text)}\n`
    return format === 'srt' ? `${i + 1}\n${line}` : line
  })
  return format === 'srt'
    ? { contentType: 'application/x-subrip; charset=utf-8', body: Buffer.from(cues.join('\n')) }
    : { contentType: 'text/vtt; charset=utf-8', body: Buffer.from(`WEBVTT\n\n${cues.join('\n')}`) }
}

/** An empty line would end a cue, and an arrow begin one. */
const lineOf = (text: string): string =>
  text
    .trim()
    .replace(/\s*[\r\n]\s*/g, ' ')
    .replaceAll('-->', '->')

function moment(seconds: number, mark: string): string {
  const ms = Math.round(seconds * 1_000)
  const two = (n: number) => String(n).padStart(2, '0')
  const rest = String(ms % 1_000).padStart(3, '0')
  return `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1_000) % 60)}${mark}${rest}`
}
