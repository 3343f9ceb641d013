import { type Answer, jsonAnswer, type ReadRequest } from '../answer'
import type { Document } from '../document'
import { badParameters, problem } from '../problem'
import type { Reader } from '../reader'

/** Seconds after which asking again makes sense: about as long as a first sweep takes. */
export const RETRY_AFTER = { 'retry-after': '5' }

/** Null where there are no parameters, for addresses that take none. */
export function refuseParameters({ url }: ReadRequest): Answer | null {
  const unknown = [...new Set(url.searchParams.keys())]
  const detail = 'is not a parameter of this address; it takes none'
  return unknown.length === 0 ? null : badParameters(unknown.map((parameter) => ({ parameter, detail })))
}

/** The document of an address that takes no parameters. */
export function plain(request: ReadRequest, reader: Reader, document: Document | null): Answer {
  const refused = refuseParameters(request)
  if (refused) return refused
  return catalogAnswer(reader, document)
}

/** A document that is made of the catalog, with the look at the network that it is of. */
export const catalogAnswer = (
  reader: Reader,
  document: Document | null,
  headers: Readonly<Record<string, string>> = {},
): Answer => (document ? jsonAnswer(document, { ...reader.freshness(), ...headers }) : notCollected(reader))

export const notCollected = (reader: Reader): Answer =>
  problem('nothing-collected', reasonNotCollected(reader), { headers: RETRY_AFTER })

export function reasonNotCollected(reader: Reader): string {
  const { sweep } = reader.status()
  if (sweep.last_error === null && sweep.total === 0)
    return 'The first sweep is under way: the sources are being read.'
  return (
    sweep.last_error ?? `The first sweep is under way: ${sweep.settled} of ${sweep.total} nodes are settled.`
  )
}

/** An answer that is made for this one request. */
export const noStore = (
  status: 200 | 201 | 202,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: Buffer.from(JSON.stringify(body)),
})
