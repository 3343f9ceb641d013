import { SIMULATED_MARK } from '../grpc-stream'
import { BAD_GATEWAY_PAGE } from '../http-answers'
import type { HttpExchange } from '../http-exchange'
import type { FaultStatus, JobFault } from './job-behaviour'
import type { JobRecord } from './job-log'

/** A job that is to fail without being done, once its request has arrived. */
interface FailingJob {
  readonly exchange: HttpExchange
  readonly fault: JobFault
  readonly record: JobRecord
  /** It asked for a stream of words. */
  readonly isStream: boolean
}

type Kind = JobFault['kind']

/** The faults that do not need the job done; the others bend a good answer (see deliver.ts). */
const FAIL: Partial<Readonly<Record<Kind, (job: FailingJob) => Promise<void> | void>>> = {
  // The port that a quote names is where these happen. Whoever comes by the usual one has an older quote.
  refuse: ({ exchange }) => exchange.cut(),
  'tls-failure': ({ exchange }) => exchange.cut(),
  'black-hole': () => undefined,

  'reset-before-headers': ({ exchange }) => exchange.cut(),
  'html-200': (job) => sendText(job, 200, BAD_GATEWAY_PAGE.body, 'text/html; charset=utf-8'),
  status: (job) => sendText(job, job.fault.status, job.fault.text ?? TEXTS[job.fault.status]),
  oversized: async ({ exchange, record, isStream }) => {
    record.note({ status: 200 })
    exchange.respond(200, {
      'content-type': isStream ? 'text/event-stream' : 'application/json',
      ...SIMULATED_MARK,
    })
    const flood = Buffer.from(
      (isStream ? FRAME : 'A').repeat(Math.floor(FLOOD_BYTES / (isStream ? FRAME.length : 1))),
    )
    await exchange.write(isStream ? '' : '{"images":[{"url":"data:image/png;base64,')
    while (!exchange.over.aborted) {
      await exchange.write(flood)
      record.sent(flood.length)
      // Others have their turn, too.
      await new Promise(setImmediate)
    }
  },
}

/** False: this fault needs the job done. */
export async function failJob(job: FailingJob): Promise<boolean> {
  const fail = FAIL[job.fault.kind]
  if (!fail) return false
  await fail(job)
  return true
}

function sendText(
  { exchange, record }: FailingJob,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  record.note({ status })
  record.sent(Buffer.byteLength(text))
  exchange.respond(status, { 'content-type': type, ...SIMULATED_MARK })
  exchange.end(text)
}

const FLOOD_BYTES = 64 * 1024
const FRAME = `data: ${JSON.stringify({
  choices: [{ delta: { content: ' on', role: 'assistant' }, index: 0 }],
  created: 0,
  id: 'endless',
  model: 'endless',
  usage: { completion_tokens: 1, prompt_tokens: 1, total_tokens: 2 },
})}\n\n`

const TEXTS: Readonly<Record<FaultStatus, string>> = {
  400: 'TicketParams expired\n',
  401: 'Unauthorized\n',
  402: 'base64 decode error: illegal base64 data at input byte 0\n',
  403: 'invalid auth token\n',
  500: 'container returned 500: CUDA out of memory\n',
  502: 'dial tcp 127.0.0.1:8000: connect: connection refused\n',
  503: 'insufficient capacity\n',
}
