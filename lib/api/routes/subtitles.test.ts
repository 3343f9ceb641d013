import { expect, test } from 'vitest'
import { formatSubtitles } from './subtitles'

const SEGMENTS = [
  { start: 0, end: 1.5, text: ' Good morning. ' },
  { start: 59.9996, end: 3_661.0005, text: 'ü ☃' },
]

test('srt: numbered, with commas', () => {
  expect(formatSubtitles(SEGMENTS, 'srt')).toEqual({
    contentType: 'application/x-subrip; charset=utf-8',
    body: Buffer.from(
      '1\n00:00:00,000 --> 00:00:01,500\nGood morning.\n\n2\n00:01:00,000 --> 01:01:01,001\nü ☃\n',
    ),
  })
})

test('vtt: with its heading, and points', () => {
  expect(formatSubtitles(SEGMENTS, 'vtt')).toEqual({
    contentType: 'text/vtt; charset=utf-8',
    body: Buffer.from(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nGood morning.\n\n00:01:00.000 --> 01:01:01.001\nü ☃\n',
    ),
  })
})

test('no text ends its cue, or begins another one', () => {
  const text = 'one\n\n2\n00:00:05,000 --> 00:00:06,000\r\ntwo'
  const { body } = formatSubtitles([{ start: 0, end: 1, text }], 'srt')
  expect(body.toString()).toBe('1\n00:00:00,000 --> 00:00:01,000\none 2 00:00:05,000 -> 00:00:06,000 two\n')
})

test('nothing was said', () => {
  expect(formatSubtitles([], 'srt').body.toString()).toBe('')
  expect(formatSubtitles([], 'vtt').body.toString()).toBe('WEBVTT\n\n')
})
