import { hash, randomInt } from 'node:crypto'

/** The secret of a new key, with 256 bits of chance. It is nowhere but with whoever it is handed to. */
export const newSecret = (): string => `${PREFIX}${randomText(SECRET_LENGTH)}`

/** The public name of a new key. */
export const newKeyId = (): string => `key_${randomText(ID_LENGTH)}`

/** Null for a text that cannot be a secret of ours, however long it is. */
export const digestOfSecret = (text: string): string | null =>
  SECRET.test(text) ? hash('sha256', text, 'base64url') : null

/** What may be shown of a secret. */
export const hintOfSecret = (secret: string): string => secret.slice(-4)

const PREFIX = 'lpo_'
/** Letters and digits alone: a double click takes all of it. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SECRET_LENGTH = 43
const ID_LENGTH = 12
const SECRET = new RegExp(`^${PREFIX}[0-9A-Za-z]{${SECRET_LENGTH}}$`)

const randomText = (length: number): string =>
  Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
