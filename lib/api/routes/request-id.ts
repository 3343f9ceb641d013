import { randomBytes } from 'node:crypto'

/** Sorts by time, and cannot be guessed: results are found by it. */
export const newRequestId = (now: number): string =>
  `${now.toString(16).padStart(12, '0')}${randomBytes(12).toString('hex')}`
