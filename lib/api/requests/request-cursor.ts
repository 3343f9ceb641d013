import type { RequestPage } from '@/lib/store/kept-requests'
import type { Store } from '@/lib/store/store'
import type { QueryReader } from '../changes/query-reader'
import { NO_CURSOR, readCursor } from '../changes/value-readers'
import { taken } from '../listing/reading'
import type { RequestReach } from './request-reach'

/**
 * Where the next page begins; null: there is none. Places count the requests of everybody that ended in the same ms, so
 * whoever sees one key's alone goes on behind the id of the last one.
 */
export function requestCursor({ requests, next }: RequestPage, { kind }: RequestReach): string | null {
  if (next === null) return null
  return kind === 'all' ? String(next) : (requests.at(-1)?.id ?? null)
}

/** The place behind which a page begins; null where it is left out, or wrong: another key's is as one of nobody. */
export async function readRequestCursor(
  read: QueryReader,
  {
    reach,
    requestRows,
  }: { readonly reach: RequestReach; readonly requestRows: Pick<Store, 'readRequestPlace'> },
): Promise<number | null> {
  if (reach.kind === 'all') return read.single('cursor', readCursor)
  const id = read.single('cursor', taken<string>)
  if (id === null) return null
  const place = await requestRows.readRequestPlace({ id, keyId: reach.keyId })
  if (place === null) read.refuse('cursor', NO_CURSOR)
  return place
}
