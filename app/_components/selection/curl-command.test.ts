import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlCommand } from './curl-command'

test('a shell hands on the very address and the very body, whatever is in them', () => {
  const url = 'http://localhost:3000/api/v1/select?as_of=2026-01-31T12%3A00%3A00Z&x=$HOME'
  const body = { pipeline: 'it\'s `whoami` $(whoami) \\ "x"', seed: '!\n' }
  const words = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${curlCommand(url, body)}`])
  expect(words.toString().split('\0')).toEqual(['-s', url, '-d', JSON.stringify(body), ''])
})
