import { expect, test } from 'vitest'
import { nearestNames } from './nearest-names'

const NAMES = [
  'black-forest-labs/FLUX.1-dev',
  'black-forest-labs/FLUX.1-schnell',
  'openai/whisper-large-v3',
  'llama',
]

test('a slip of the pen finds the name that was meant first', () => {
  expect(nearestNames('black-forest-labs/flux-1-dev', NAMES)[0]).toBe('black-forest-labs/FLUX.1-dev')
  expect(nearestNames('whisper-large', NAMES)).toEqual(['openai/whisper-large-v3'])
})
test('what is like nothing finds nothing', () => {
  expect(nearestNames('zzz', NAMES)).toEqual([])
  expect(nearestNames('', NAMES)).toEqual([])
})
test('there are no more than wanted, each once', () =>
  expect(nearestNames('flux', ['flux', 'flux', 'flux1', 'flux2'], { count: 2 })).toEqual(['flux', 'flux1']))
