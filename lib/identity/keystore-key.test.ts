import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encrypt, pbkdf2, scrypt } from 'ox/Keystore'
import { privateKeyToAddress } from 'viem/accounts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '@/lib/domain/app-error'
import { keystoreKey } from './keystore-key'

const KEY = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
const PASSWORD = 'testpassword'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-keystore-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function file(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 })
  return path
}
const passwordFile = (text = `${PASSWORD}\n`) => file('password', text)

/** As geth writes it, r = 8 and p = 1, but quicker. */
function gethKeystore(password = PASSWORD) {
  const [key, options] = scrypt({ password, n: 2, r: 8, p: 1 })
  return { address: privateKeyToAddress(KEY).slice(2).toLowerCase(), ...encrypt(KEY, key, options) }
}

function pbkdf2Keystore() {
  const [key, options] = pbkdf2({ password: PASSWORD, iterations: 1 })
  return encrypt(KEY, key, options)
}

/** The test vectors of the Web3 Secret Storage Definition. */
const VECTORS = {
  scrypt: {
    cipherparams: { iv: '83dbcc02d8ccb40e466191a123791e0e' },
    ciphertext: 'd172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c',
    kdfparams: {
      dklen: 32,
      n: 262_144,
      r: 1,
      p: 8,
      salt: 'ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19',
    },
    mac: '2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097',
  },
  pbkdf2: {
    cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
    kdfparams: {
      dklen: 32,
      c: 262_144,
      prf: 'hmac-sha256',
      salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
    },
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
  },
} as const

describe('a keystore opens with its password', () => {
  test.each(Object.entries(VECTORS))(
    'the published %s vector',
    async (kdf, crypto) => {
      const keystore = {
        version: 3,
        id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
        crypto: { cipher: 'aes-128-ctr', kdf, ...crypto },
      }
      expect(await keystoreKey(file('key', keystore), passwordFile())).toBe(KEY)
    },
    60_000,
  )

  test.each([
    ['scrypt, and the address stated', gethKeystore],
    ['pbkdf2', pbkdf2Keystore],
    ['the address stated with 0x', () => ({ ...gethKeystore(), address: privateKeyToAddress(KEY) })],
  ])('%s', async (_name, keystore) =>
    expect(await keystoreKey(file('key', keystore()), passwordFile())).toBe(KEY),
  )
})

test('of the password nothing is left out but newlines at the end', async () => {
  const key = file('key', gethKeystore(' \tpass word '))
  expect(await keystoreKey(key, passwordFile(' \tpass word \r\n\n'))).toBe(KEY)
  await expect(keystoreKey(key, passwordFile('pass word'))).rejects.toThrow(/does not open/)
})

test('a folder is its only key file; backups, hidden files and folders are passed over', async () => {
  const keys = join(folder, 'keys')
  mkdirSync(join(keys, 'folder'), { recursive: true })
  await expect(keystoreKey(keys, passwordFile())).rejects.toThrow(/holds 0 files/)
  file('keys/UTC--2026-01-01T00-00-00Z--key', gethKeystore())
  file('keys/.hidden', 'x')
  file('keys/backup~', 'x')
  expect(await keystoreKey(keys, passwordFile())).toBe(KEY)
  file('keys/another', gethKeystore())
  await expect(keystoreKey(keys, passwordFile())).rejects.toThrow(/holds 2 files; name the one/)
})

describe('is refused as configuration, in one sentence', () => {
  const withKdfparams = (params: object) => {
    const { crypto, ...rest } = gethKeystore()
    return { ...rest, crypto: { ...crypto, kdfparams: { ...crypto.kdfparams, ...params } } }
  }
  const withCrypto = (fields: object) => {
    const keystore = gethKeystore()
    return { ...keystore, crypto: { ...keystore.crypto, ...fields } }
  }
  const iterating = (c: number) => {
    const { crypto, ...rest } = pbkdf2Keystore()
    return { ...rest, crypto: { ...crypto, kdfparams: { ...crypto.kdfparams, c } } }
  }

  test.each([
    ['a file that is no JSON', () => 'not json', /its JSON is missing/],
    ['a plain key', () => KEY, /its JSON is missing/],
    ['another version', () => ({ ...gethKeystore(), version: 1 }), /: version is/],
    ['an unknown kdf', () => withCrypto({ kdf: 'argon2id' }), /crypto\.kdf is/],
    ['an unknown cipher', () => withCrypto({ cipher: 'aes-128-cbc' }), /crypto\.cipher is/],
    ['a short ciphertext', () => withCrypto({ ciphertext: '00' }), /crypto\.ciphertext is/],
    ['a salt that is no hexadecimal', () => withKdfparams({ salt: 'xy' }), /kdfparams\.salt is/],
    ['a derived key too short', () => withKdfparams({ dklen: 16 }), /kdfparams\.dklen is/],
    ['an n that is no power of two', () => withKdfparams({ n: 1000 }), /is no power of two/],
    ['scrypt beyond 1 GiB', () => withKdfparams({ n: 2 ** 21 }), /more than 1 GiB/],
    ['scrypt beyond 1 GiB by its r', () => withKdfparams({ r: 2 ** 30 }), /more than 1 GiB/],
    ['scrypt with a huge p', () => withKdfparams({ p: 1000 }), /kdfparams\.p is/],
    ['pbkdf2 without end', () => iterating(10_000_001), /is more than 10000000/],
    ['a wrong password', () => gethKeystore('other'), /does not open with the password/],
    ['an address of another key', () => ({ ...gethKeystore(), address: '00'.repeat(20) }), /another address/],
  ])('%s', async (_name, keystore, message) => {
    const error = await keystoreKey(file('key', keystore()), passwordFile()).catch((error) => error)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'bad-configuration', message: expect.stringMatching(message) })
    expect(error.message).toMatch(/^The [^\n]+\.$/)
  })

  test('a missing file, and which one', async () => {
    const missing = join(folder, 'missing')
    await expect(keystoreKey(missing, passwordFile())).rejects.toMatchObject({
      code: 'bad-configuration',
      message: expect.stringMatching(/^The keystore file cannot be read: ENOENT/),
    })
    await expect(keystoreKey(file('key', gethKeystore()), missing)).rejects.toMatchObject({
      code: 'bad-configuration',
      message: expect.stringMatching(/^The password file cannot be read: ENOENT/),
    })
  })

  test.skipIf(process.platform === 'win32')('a password file that others can read', async () => {
    const password = passwordFile()
    chmodSync(password, 0o640)
    await expect(keystoreKey(file('key', gethKeystore()), password)).rejects.toMatchObject({
      code: 'bad-configuration',
      message: expect.stringContaining('chmod 600'),
    })
  })
})

test('no error shows the password, the key or what the file holds, not even by its cause', async () => {
  const [derived, options] = scrypt({ password: PASSWORD, n: 2, r: 8, p: 1 })
  const noKey = `0x${'f'.repeat(64)}` as const
  const contents = ['swordfish', gethKeystore('other'), encrypt(noKey, derived, options)]
  for (const content of contents) {
    const error = await keystoreKey(file('key', content), passwordFile()).catch((error) => error)
    expect(error).toBeInstanceOf(AppError)
    expect(error.cause).toBeUndefined()
    expect(error.message).not.toMatch(new RegExp(`swordfish|${PASSWORD}|${BigInt(noKey)}|fffff`))
  }
})
