import { createHash } from 'node:crypto'
import type { ListSchema } from './list-schema'

const MAX_LENGTH = 200
const DIGEST_LENGTH = 22

/** A row's id, short enough for a cursor that fits into a URL: ids hold names of strangers, of whatever length. */
export function rowId<Row>(row: Row, { id }: ListSchema<Row>): string {
  const text = id(row)
  if (text.length <= MAX_LENGTH) return text
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, DIGEST_LENGTH)
  return `${text.slice(0, MAX_LENGTH)}…${digest}`
}
