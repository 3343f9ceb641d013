import { expect, test } from 'vitest'
import { parseMainOptions, UsageError } from './main-options'

test('without flags it is the standing fleet on the usual ports', () => {
  expect(parseMainOptions([])).toEqual({
    count: null,
    seed: 'devnet',
    replayFile: null,
    controlPort: 9_936,
    basePort: 18_935,
  })
})

test('every flag is taken', () => {
  expect(parseMainOptions(['--count', '7', '--seed', 's', '--control-port', '0', '--base-port=0'])).toEqual({
    count: 7,
    seed: 's',
    replayFile: null,
    controlPort: 0,
    basePort: 0,
  })
  expect(parseMainOptions(['--help'])).toBeNull()
})

test.each([
  [['--count', 'many'], /--count is "many"; it takes a whole number from 1 to 2000/],
  [['--count', '2001'], /from 1 to 2000/],
  [['--control-port', '70000'], /from 0 to 65535/],
  [['--count', '3', '--replay', 'f.json'], /exclude each other/],
  [['--frobnicate'], /frobnicate/],
  [['stray'], /stray/],
])('%j is refused in one sentence', (args, message) => {
  expect(() => parseMainOptions(args)).toThrow(UsageError)
  expect(() => parseMainOptions(args)).toThrow(message)
})
