import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Hex } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import { AppError } from '@/lib/domain/app-error'

/** For its owner alone. */
const MODE = 0o600

/**
 * The key of this installation, made at the first start: good for asking, worth nothing, and the same after a restart,
 * so that nodes see one asker and not many. On a disk that cannot keep it, it is one for this run alone. Throws AppError `bad-configuration` for a file that holds no key, and for
 * one that others can read.
 */
export function ephemeralKey(file: string): Hex {
  const unkept = existsSync(file) ? null : makeKey(file)
  if (unkept) return unkept
  if ((statSync(file).mode & 0o077) !== 0 && process.platform !== 'win32')
    throw new AppError(
      'bad-configuration',
      `The key file ${file} can be read by others; chmod 600 it, or delete it for a new one.`,
    )
  const key = readFileSync(file, 'utf8').trim()
  if (!isPrivateKey(key))
    throw new AppError(
      'bad-configuration',
      `The key file ${file} holds no private key; delete it for a new one.`,
    )
  return key
}

/** Null for one that is in the file now, whoever put it there; else one that this disk cannot keep. */
function makeKey(file: string): Hex | null {
  const key = generatePrivateKey()
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${key}\n`, { mode: MODE, flag: 'wx' })
    // The process's umask may have taken more away, never given more; this settles both.
    chmodSync(file, MODE)
    return null
  } catch (error) {
    if (hasCode(error, ['EEXIST'])) return null
    // What a full disk took of it is no key.
    if (hasCode(error, ['ENOSPC', 'EDQUOT'])) rmSync(file, { force: true })
    else if (!hasCode(error, ['EROFS'])) throw error
    return key
  }
}

/** How many points the curve has: keys are numbers from 1 to one less. */
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** 32 bytes in hexadecimal that are a key: libraries name one that is none in their errors. */
export const isPrivateKey = (text: string): text is Hex =>
  /^0x[0-9a-f]{64}$/i.test(text) && BigInt(text) > 0n && BigInt(text) < CURVE_ORDER

const hasCode = (error: unknown, codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))
