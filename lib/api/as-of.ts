import type { Answer } from './answer'
import type { AnswerDeps, ApiRequest, Endpoint, Operation } from './endpoint'
import { parseMoment } from './listing/parse-moment'
import { quoted, type Reading, readSingle, refused, taken } from './listing/reading'
import type { ParameterDoc } from './operation-doc'
import { badParameters, problem } from './problem'
import type { CatalogReader, Reader } from './reader'
import { AS_OF } from './search-params'
import { isoMoment } from './to-dto'

const PARAMETER: ParameterDoc = {
  name: AS_OF,
  in: 'query',
  description:
    'The network as it was at this moment, by the last sweep that had ended then; dollars at the rate of that sweep. After `HISTORY_SWEEPS_DAYS` the last sweep of each hour is kept. What orchestrators are called is as of now.',
  schema: { type: 'string', description: 'Such as 2026-01-31 or 2026-01-31T12:00:00Z.' },
}

/** The same address, whose GET also takes `as_of` and then answers from the catalog of that moment. */
export function withPast(endpoint: Endpoint): Endpoint {
  const { GET } = endpoint.operations
  return GET ? { ...endpoint, operations: { ...endpoint.operations, GET: takingAsOf(GET) } } : endpoint
}

/** The same for one operation. */
export function takingAsOf(operation: Operation): Operation {
  const { parameters = [] } = operation.doc
  return {
    ...operation,
    doc: { ...operation.doc, parameters: [...parameters, PARAMETER] },
    handle: (request, deps) =>
      request.url.searchParams.has(AS_OF)
        ? answerAsOf(operation, request, deps)
        : operation.handle(request, deps),
  }
}

async function answerAsOf({ handle }: Operation, request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const url = new URL(request.url)
  const at = readAsOf(url.searchParams.getAll(AS_OF), deps.now())
  if (!at.ok) return badParameters([{ parameter: AS_OF, detail: at.detail }])
  url.searchParams.delete(AS_OF)
  const past = await deps.reader.past(at.value)
  if (past.kind === 'kept') return handle({ ...request, url }, { ...deps, reader: past.reader })
  return notKept(at.value, past.oldestAt)
}

/** What a page shows for the text of its `as_of`, which anybody may have written. */
export type PastPage =
  | { readonly kind: 'kept'; readonly reader: CatalogReader }
  /** `oldestAt`: the earliest moment that can be shown (ISO), where that is what helps. */
  | { readonly kind: 'refused'; readonly detail: string; readonly oldestAt: string | null }

export async function readPast(
  texts: readonly string[],
  { reader, now }: { reader: Reader; now: number },
): Promise<PastPage> {
  const at = readAsOf(texts, now)
  if (!at.ok) return { kind: 'refused', detail: `${AS_OF} ${at.detail}.`, oldestAt: null }
  const past = await reader.past(at.value)
  if (past.kind === 'kept') return past
  const oldestAt = past.oldestAt === null ? null : isoMoment(past.oldestAt)
  return { kind: 'refused', detail: sentenceNotKept(at.value, past.oldestAt), oldestAt }
}

/** Nothing is kept from a moment (ms), only from the end of the oldest snapshot on; null: there is none. */
export const notKept = (at: number, oldestAt: number | null): Answer =>
  problem('not-kept', sentenceNotKept(at, oldestAt))

function sentenceNotKept(at: number, oldestAt: number | null): string {
  const oldest =
    oldestAt === null ? 'nothing was collected yet' : `the oldest sweep ended ${isoMoment(oldestAt)}`
  return `Nothing is kept from ${isoMoment(at)}: ${oldest}.`
}

function readAsOf(texts: readonly string[], now: number): Reading<number> {
  const text = readSingle(texts)
  if (!text.ok) return text
  const at = parseMoment(text.value)
  if (at === null)
    return refused(`${quoted(text.value)} is no moment, such as 2026-01-31 or 2026-01-31T12:00:00Z`)
  return at > now ? refused(`${quoted(text.value)} lies in the future`) : taken(at)
}
