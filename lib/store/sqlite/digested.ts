import { createHash } from 'node:crypto'
import { toStructuredJson } from './structured-json'

/** A value of our own as it is stored, with the SHA-256 by which equal ones are found. */
export function digested(value: unknown): { readonly body: string; readonly digest: Buffer } {
  const body = toStructuredJson(value)
  return { body, digest: createHash('sha256').update(body).digest() }
}
