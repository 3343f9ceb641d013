import { SIMULATED_MARK } from '../grpc-stream'
import type { HttpExchange } from '../http-exchange'
import { jsonError } from '../json-error'
import type { JobRecord } from './job-log'
import { GoPanic, JobRefusal } from './job-refusal'

/** Answers what went wrong, in go-livepeer's way, and writes it down. */
export function endBadly(exchange: HttpExchange, record: JobRecord, cause: unknown): void {
  if (exchange.over.aborted) return
  if (cause instanceof JobRefusal) {
    record.note({ status: cause.status, detail: cause.message })
    record.finish(cause.status === 500 ? 'failed' : 'refused')
    if (cause.form === 'json') {
      const { status, headers, body } = jsonError(cause.status, cause.message)
      exchange.respond(status, headers)
      exchange.end(body)
      return
    }
    exchange.respond(cause.status, {
      ...cause.headers,
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      ...SIMULATED_MARK,
    })
    exchange.end(`${cause.message}\n`)
    return
  }
  record.note({ detail: cause instanceof Error ? cause.message : String(cause) })
  record.finish(cause instanceof GoPanic ? 'panicked' : 'failed')
  exchange.cut()
}
