import { ByocErrand } from '@/lib/routing/byoc-errand'
import type { RouteLimits } from '@/lib/routing/route-limits'
import type { ByocJob } from '@/lib/routing/signed-byoc-job'
import type { Answer } from '../answer'
import type { AnswerDeps, ApiRequest } from '../endpoint'
import { BYOC_READER } from './byoc-answer'
import { type ByocHeader, type ByocHeaderReading, readByocHeader } from './byoc-header'
import { carryRoute, type PipelineRoute } from './carry-route'
import { RawPayload, spoolBody } from './raw-payload'
import type { InputReading } from './route-input'

/** A job for a capability of an orchestrator's own: what its header says decides who gets it, and its body is passed on. */
export function carryByoc(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const reading = readByocHeader(request.header('livepeer'))
  return carryRoute(request, deps, {
    ...byocRoute(reading, deps, { path: '/process/request', bodyType: request.header('content-type') }),
    reader: () => BYOC_READER,
    errand: ({ requestId }) =>
      new ByocErrand({ job: jobOf(reading, requestId), path: pathOf(request) }, deps.routing.byoc),
  })
}

/** What all routes of such jobs have in common. */
function byocRoute(
  reading: ByocHeaderReading,
  { routing }: Pick<AnswerDeps, 'routing'>,
  { path, bodyType }: { readonly path: string; readonly bodyType: string | null },
): Pick<PipelineRoute, 'path' | 'kind' | 'pipeline' | 'readInput' | 'limits'> {
  return {
    path,
    kind: 'byoc',
    pipeline: reading.ok ? reading.header.job.capability : '',
    async readInput(request): Promise<InputReading> {
      if (!reading.ok)
        return { ok: false, problem: { kind: 'unreadable-hints', detail: reading.detail, param: 'livepeer' } }
      const file = await spoolBody(request, { maxBytes: routing.maxUploadBytes, folder: routing.uploads })
      return {
        ok: true,
        input: {
          model: null,
          size: {},
          payload: new RawPayload(file, bodyType === null ? {} : { 'content-type': bodyType }),
          wantsStream: false,
          ...byocRules(reading.header),
          release: file.release,
        },
      }
    },
    ...(reading.ok && { limits: byocLimits(reading.header) }),
  }
}

/** Of a header that could be read. */
function jobOf(reading: ByocHeaderReading, id: string): ByocJob {
  if (!reading.ok) throw new Error('a job that cannot be read is not carried')
  return { ...reading.header.job, id: reading.header.id ?? id }
}

/** Whom a client names. */
export const byocRules = ({ include, exclude }: ByocHeader) => ({
  ...(include.length > 0 && { only: include }),
  ...(exclude.length > 0 && { exclude }),
})

/** As long as go-livepeer's gateway waits after a worker's time is over (byoc/job_gateway.go). */
const GRACE_MS = 5_000

/** One that never answers leaves another one its time. */
export function byocLimits({ job }: ByocHeader): Pick<RouteLimits, 'totalMs' | 'firstByteMs' | 'gapMs'> {
  const ownMs = job.timeoutSeconds * 1_000 + GRACE_MS
  return { firstByteMs: ownMs, gapMs: ownMs, totalMs: 2 * ownMs }
}

/** The node's own router knows the bare path with a slash alone, and answers another one with a redirect. */
const pathOf = ({ url }: ApiRequest): string =>
  `${url.pathname === '/process/request' ? '/process/request/' : url.pathname}${url.search}`
