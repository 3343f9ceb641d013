import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { decrypt, toKey } from 'ox/Keystore'
import type { Hex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { z } from 'zod'
import { AppError } from '@/lib/domain/app-error'

/**
 * The key in an Ethereum V3 keystore, as geth and go-livepeer write them, or in a folder that holds one such file.
 * Of the password file only newlines at the end are left out. Computes for about a second and holds the thread
 * meanwhile, so it belongs to the start. Throws AppError `bad-configuration`, without a word of what the files hold.
 */
export async function keystoreKey(keystoreFile: string, passwordFile: string): Promise<Hex> {
  const file = await keyFileAt(keystoreFile)
  const keystore = parseKeystore(await reading('keystore file', readFile(file, 'utf8')), file)
  const opened = open(keystore, await readPassword(passwordFile))
  if (opened === null)
    throw refusal(
      `The keystore file ${file} does not open with the password in ${passwordFile}; check that the two belong together.`,
    )
  if (keystore.address && opened.address.toLowerCase() !== `0x${keystore.address}`)
    throw refusal(
      `The keystore file ${file} states another address than that of its key; use an unchanged copy of it.`,
    )
  return opened.key
}

async function keyFileAt(path: string): Promise<string> {
  if (!(await reading('keystore file', stat(path))).isDirectory()) return path
  const entries = await reading('keystore folder', readdir(path, { withFileTypes: true }))
  // geth passes over the same ones: hidden files, editors' backups, whatever is no plain file (file_cache.go).
  const files = entries.filter((entry) => entry.isFile() && !/^\.|~$/.test(entry.name))
  const [only] = files
  if (only === undefined || files.length > 1)
    throw refusal(`The keystore folder ${path} holds ${files.length} files; name the one with the key.`)
  return join(path, only.name)
}

async function readPassword(file: string): Promise<string> {
  const { mode } = await reading('password file', stat(file))
  if ((mode & 0o077) !== 0 && process.platform !== 'win32')
    throw refusal(`The password file ${file} can be read by others; chmod 600 it.`)
  return (await reading('password file', readFile(file, 'utf8'))).replace(/[\r\n]+$/, '')
}

type V3Keystore = z.infer<typeof V3Keystore>

function parseKeystore(text: string, file: string): V3Keystore {
  const parsed = V3Keystore.safeParse(parseJson(text), {
    error: () => 'is missing, malformed or unknown here',
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw refusal(
    `The keystore file ${file} is no V3 keystore that we can open: ${issue?.path.join('.') || 'its JSON'} ${issue?.message}.`,
  )
}

/** Undefined for what is no JSON: the parser's own message would quote the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Null for the wrong password. The cause is dropped: what a library says of a key may hold it. */
function open(keystore: V3Keystore, password: string): { key: Hex; address: Hex } | null {
  try {
    // ox's toKeyAsync takes r = 1 and p = 8 whatever the file states, and geth writes r = 8 and p = 1.
    const key = decrypt(keystore, toKey(keystore, { password }))
    return { key, address: privateKeyToAddress(key) }
  } catch {
    return null
  }
}

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`, 'i'))
const salt = z.string().regex(/^([0-9a-f]{2})+$/i)
/** Longer ones begin with the 32 bytes that are used. */
const dklen = z.int().min(32)

const MAX_ITERATIONS = 10_000_000
/** 1 GiB, four times what geth asks for, and the little beside it that ox allows. */
const MAX_SCRYPT_BYTES = 2 ** 30 + 1024

const Pbkdf2 = z.object({
  c: z.int().min(1).max(MAX_ITERATIONS, `is more than ${MAX_ITERATIONS}`),
  dklen,
  prf: z.literal('hmac-sha256'),
  salt,
})

const Scrypt = z
  .object({
    n: z
      .int()
      .min(2)
      .refine((n) => Number.isInteger(Math.log2(n)), 'is no power of two'),
    r: z.int().min(1),
    p: z.int().min(1).max(16),
    dklen,
    salt,
  })
  .refine(({ n, r, p }) => 128 * r * (n + p) <= MAX_SCRYPT_BYTES, 'asks for more than 1 GiB of memory')

const V3Keystore = z.object({
  version: z.literal(3),
  id: z.string(),
  /** geth always writes it, the standard leaves it open. */
  address: z
    .string()
    .regex(/^(0x)?[0-9a-f]{40}$/i)
    .transform((text) => text.toLowerCase().replace('0x', ''))
    .optional(),
  crypto: z
    .object({
      cipher: z.literal('aes-128-ctr'),
      cipherparams: z.object({ iv: hex(16) }),
      ciphertext: hex(32),
      mac: hex(32),
    })
    .and(
      z.discriminatedUnion('kdf', [
        z.object({ kdf: z.literal('pbkdf2'), kdfparams: Pbkdf2 }),
        z.object({ kdf: z.literal('scrypt'), kdfparams: Scrypt }),
      ]),
    ),
})

const refusal = (message: string): AppError => new AppError('bad-configuration', message)

/** The system's own message names the file and what is wrong with it. */
async function reading<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('bad-configuration', `The ${what} cannot be read: ${reason}.`, { cause: error })
  }
}
