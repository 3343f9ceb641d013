import { randomUUID } from 'node:crypto'

/** Sorts by time, and cannot be guessed: results are found by it. Of a UUID, whose chance is drawn many at a time. */
export const newRequestId = (now: number): string =>
  `${now.toString(16).padStart(12, '0')}${randomUUID().replaceAll('-', '').slice(8)}`
