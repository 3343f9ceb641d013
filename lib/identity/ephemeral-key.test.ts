import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ephemeralKey, isPrivateKey } from './ephemeral-key'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-key-'))
  file = join(folder, 'data', 'identity.key')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a key is made once, for its owner alone, and stays', () => {
  const key = ephemeralKey(file)
  expect(isPrivateKey(key)).toBe(true)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(ephemeralKey(file)).toBe(key)
})

test('a file that others can read, or that holds no key, is refused without showing it', () => {
  ephemeralKey(file)
  chmodSync(file, 0o644)
  expect(() => ephemeralKey(file)).toThrow(/can be read by others/)
  writeFileSync(file, 'swordfish', { mode: 0o600 })
  chmodSync(file, 0o600)
  expect(() => ephemeralKey(file)).toThrow(/holds no private key/)
  expect(() => ephemeralKey(file)).not.toThrow(/swordfish/)
})
