import { expect, test } from 'vitest'
import { workWords } from './estimate-finding'
import { workParams } from './work-params'

test.each([
  ['text-to-image', '10000', { width: 1_024, height: 1_024 }, '10,000 images of 1024 × 1024'],
  ['text-to-image', '1', { width: 512, height: 256 }, '1 image of 512 × 256'],
  ['text-to-image', '10', { images: 4 }, '10 jobs of text-to-image, 4 images each'],
  ['text-to-image', '2', {}, '2 images of text-to-image'],
  ['live-video-to-video', '1', { seconds: 10_800 }, '3\u00a0h of live-video-to-video'],
  ['audio-to-text', '50', { seconds: 3_600 }, '50 jobs of 1\u00a0h'],
  ['audio-to-text', '1', { seconds: 90 }, '90\u00a0s of audio-to-text'],
  ['llm', '1', { tokens: 2_000_000 }, '2,000,000 tokens of llm'],
  ['text-to-speech', '3', { characters: 1_000 }, '3 jobs of 1,000 characters'],
  ['own', '7', { units: 5 }, '7 jobs of 5 billed units'],
  ['own', '1', {}, '1 job of own'],
])('%s: the work is told in words', (pipeline, jobs, size, words) =>
  expect(workWords({ kind: null, pipeline, model: null, jobs, size })).toBe(words),
)

test('an address asks only what its pipeline is billed by, and an empty one an example', () => {
  expect(workParams({}).toString()).toBe('pipeline=text-to-image&jobs=10000&width=1024&height=1024')
  expect(workParams({ pipeline: 'llm', width: '9', tokens: ' 5 ', jobs: '' }).toString()).toBe(
    'pipeline=llm&tokens=5',
  )
  expect(workParams({ jobs: '3' }).toString()).toBe('pipeline=text-to-image&jobs=3')
})
