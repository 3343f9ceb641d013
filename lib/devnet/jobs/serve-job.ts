import type { SeededRandom } from '@/lib/domain/seeded-random'
import { AI_WORKER_AUTHORIZATION } from '@/lib/livepeer/job-headers'
import { capabilityOf } from '../capability-of'
import { SIMULATED_MARK } from '../grpc-stream'
import type { HttpExchange } from '../http-exchange'
import { deliver, type JobAnswer } from './deliver'
import { endBadly } from './end-badly'
import { failJob } from './fail-job'
import { type Job, readJob, typeBody } from './job'
import type { JobFault } from './job-behaviour'
import { decodeJobBody, type JobBody } from './job-body'
import type { JobRecord } from './job-log'
import type { JobPipeline } from './job-pipelines'
import { JobRefusal } from './job-refusal'
import { makeResult } from './job-result'
import type { JobSite } from './job-site'
import { makeReply, replyFrames, wholeReply } from './llm-answer'
import { deskOf, paymentNote, readPapers } from './papers'
import { readBody } from './read-body'
import { debitFee, receivePayment } from './receive-payment'
import { workMsOf } from './work-ms-of'

/**
 * One job, as go-livepeer's orchestrator takes it (server/ai_http.go handleAIRequest): the body, the payment, the
 * credentials, the units, a place, the tickets, the work, each with its own refusal, in this order.
 */
export async function serveJob(pipeline: JobPipeline, exchange: HttpExchange, site: JobSite): Promise<void> {
  // Its router refuses other methods without a word, which reads as an empty success.
  if (exchange.method !== 'POST') {
    exchange.respond(200, SIMULATED_MARK)
    exchange.end()
    return
  }
  const { protocol, headers } = exchange
  const record = site.log.begin({ begunAt: site.now(), pipeline, protocol }, headers)
  exchange.over.addEventListener('abort', () => record.finish('client-gone'), { once: true })
  try {
    const bytes = await readBody(exchange)
    if (!bytes) return record.finish('client-gone')
    record.note({ bytesIn: bytes.length })
    await work(pipeline, { exchange, bytes, record, fault: site.jobFault() }, site)
  } catch (cause) {
    endBadly(exchange, record, cause)
  }
}

interface Visit {
  readonly exchange: HttpExchange
  readonly bytes: Buffer
  readonly record: JobRecord
  readonly fault: JobFault | null
}

async function work(pipeline: JobPipeline, visit: Visit, site: JobSite): Promise<void> {
  const { exchange, bytes, record, fault } = visit
  if (fault) {
    record.note({ detail: fault.kind })
    const isStream = pipeline === 'llm' && /"stream":\s*true/.test(bytes.toString())
    if (await failJob({ exchange, fault, record, isStream })) return record.finish('fault')
  }
  const accepted = await accept(pipeline, visit, site)
  record.note({ model: accepted.job.model })
  try {
    const answer = answerOf(accepted.job, exchange, site)
    const isWhole = await deliver(exchange, answer, { fault, record, beforeAnswer: accepted.settle })
    if (isWhole || fault) record.finish(fault ? 'fault' : 'done')
  } finally {
    accepted.giveBack()
  }
}

interface Accepted {
  readonly job: Job
  /** Takes the fee off the balance. */
  settle(): void
  giveBack(): void
}

async function accept(
  pipeline: JobPipeline,
  { exchange: { headers }, bytes, record }: Visit,
  site: JobSite,
): Promise<Accepted> {
  const body: JobBody = await decodeJobBody(pipeline, headers['content-type'], bytes)
  const typed = typeBody(pipeline, body)
  const papers = await readPapers(headers, site)
  const { payment } = papers
  const job = readJob(pipeline, typed)
  const giveBack = site.places.take(site.scenario, capabilityOf(pipeline), job.model)
  if (!giveBack) throw new JobRefusal(503, 'insufficient capacity')
  const desk = deskOf(site)
  if (!desk) return { job, giveBack, settle: () => undefined }
  const manifestId = `${capabilityOf(pipeline)}_${job.model}`
  record.note({ payment: paymentNote(papers, manifestId) })
  try {
    await receivePayment(payment, manifestId, desk)
  } catch (cause) {
    giveBack()
    throw cause
  }
  return { job, giveBack, settle: () => debitFee(payment, manifestId, job.units, site.balances) }
}

function answerOf(job: Job, { headers }: HttpExchange, site: JobSite): JobAnswer {
  const now = site.now()
  const requestId = randomId(site.random)
  const workMs = workMsOf(job, site.scenario.behaviour.jobs, site.random)
  if (job.pipeline === 'llm') {
    const reply = makeReply(job)
    const said = { id: `chatcmpl-${requestId}`, model: job.model, now }
    return job.isStreamed
      ? { contentType: 'text/event-stream', pieces: replyFrames(reply, said), isStream: true, workMs }
      : document(wholeReply(reply, said), workMs)
  }
  const { files, answer } = makeResult(job)
  const isInline = INLINE.includes(job.pipeline) && headers.authorization !== AI_WORKER_AUTHORIZATION
  const urls = files.map(({ extension, contentType, bytes }) => {
    if (isInline) return `data:${contentType};base64,${bytes.toString('base64')}`
    const name = `${randomId(site.random)}.${extension}`
    return `${site.uri}${site.media.save(requestId, name, { contentType, bytes }, now)}`
  })
  return document(answer(urls), workMs)
}

/** Whoever does not name the protocol's version is taken for an old gateway, which cannot fetch these. */
const INLINE: readonly string[] = ['text-to-image', 'image-to-image', 'upscale']

const document = (value: unknown, workMs: number): JobAnswer => ({
  contentType: 'application/json',
  pieces: [`${JSON.stringify(value)}\n`],
  isStream: false,
  workMs,
})

const randomId = (random: SeededRandom): string => Buffer.from(random.bytes(4)).toString('hex')
