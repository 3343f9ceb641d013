import type { HttpExchange } from '../http-exchange'
import { deliver, type JobAnswer } from './deliver'
import { endBadly } from './end-badly'
import { failJob } from './fail-job'
import { isJobPortFault, type JobFault } from './job-behaviour'
import type { JobRecord } from './job-log'
import type { JobSite } from './job-site'
import { readBody } from './read-body'

/** A request for work other than a batch job, as far as it has come. */
export interface Visit {
  readonly exchange: HttpExchange
  readonly site: JobSite
  readonly bytes: Buffer
  readonly record: JobRecord
  /** One that bends a good answer; the others have struck before. */
  readonly fault: JobFault | null
}

/**
 * From the body to the end: what the log tells of it, the fault that it meets, the refusal that it ends in. A handler
 * answers by itself, or returns what is to be answered.
 */
export async function visit(
  what: string,
  exchange: HttpExchange,
  site: JobSite,
  handle: (visit: Visit) => Promise<JobAnswer | null> | JobAnswer | null,
  /** What is asked before a job, at the usual port, where it learns at which one its jobs fail. */
  { isQuote = false }: { readonly isQuote?: boolean } = {},
): Promise<void> {
  const { protocol, headers } = exchange
  const record = site.log.begin({ begunAt: site.now(), pipeline: what, protocol }, headers)
  exchange.over.addEventListener('abort', () => record.finish('client-gone'), { once: true })
  try {
    const bytes = await readBody(exchange)
    if (!bytes) return record.finish('client-gone')
    record.note({ bytesIn: bytes.length })
    const struck = site.jobFault()
    const isSpared = struck !== null && isQuote && (struck.sparesTokens || isJobPortFault(struck.kind))
    const fault = isSpared ? null : struck
    if (fault) {
      record.note({ detail: fault.kind })
      const isStream = /"stream":\s*true/.test(bytes.toString())
      if (await failJob({ exchange, fault, record, isStream })) return record.finish('fault')
    }
    const answer = await handle({ exchange, site, bytes, record, fault })
    if (!answer) return record.finish(fault ? 'fault' : 'done')
    const isWhole = await deliver(exchange, answer, { fault, record })
    if (isWhole || fault) record.finish(fault ? 'fault' : 'done')
  } catch (cause) {
    endBadly(exchange, record, cause)
  }
}

/** A document that takes no time. */
export const document = (
  contentType: string,
  body: string | Buffer,
  about: Partial<JobAnswer> = {},
): JobAnswer => ({
  contentType,
  pieces: body.length === 0 ? [] : [body],
  isStream: false,
  workMs: 0,
  ...about,
})
