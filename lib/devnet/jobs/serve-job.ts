import { addressFromBytes, type EthAddress } from '@/lib/domain/eth-address'
import type { SeededRandom } from '@/lib/domain/seeded-random'
import {
  AI_WORKER_AUTHORIZATION,
  PAYMENT_HEADER,
  readPaymentHeader,
  SEGMENT_HEADER,
} from '@/lib/livepeer/job-headers'
import type { PaymentMessage } from '@/lib/livepeer/messages'
import { capabilityOf } from '../capability-of'
import { SIMULATED_MARK } from '../grpc-stream'
import type { HttpExchange } from '../http-exchange'
import type { OrchestratorScenario } from '../orchestrator-scenario'
import type { Balances } from './balances'
import { deliver, type JobAnswer } from './deliver'
import { failJob } from './fail-job'
import { type Job, readJob, typeBody } from './job'
import type { JobFault } from './job-behaviour'
import { decodeJobBody, type JobBody } from './job-body'
import type { JobLog, JobRecord } from './job-log'
import type { JobPipeline } from './job-pipelines'
import { GoPanic, JobRefusal } from './job-refusal'
import { makeResult } from './job-result'
import { makeReply, replyFrames, wholeReply } from './llm-answer'
import type { MediaStore } from './media-store'
import type { Places } from './places'
import { debitFee, receivePayment } from './receive-payment'
import type { TicketRecipient } from './ticket-recipient'
import { verifySegment } from './verify-segment'
import { workMsOf } from './work-ms-of'

/** What a node has for its jobs. */
export interface JobSite {
  readonly scenario: OrchestratorScenario
  /** Where its media are. */
  readonly uri: string
  readonly secret: Uint8Array
  readonly random: SeededRandom
  readonly places: Places
  readonly media: MediaStore
  readonly log: JobLog
  readonly recipient: TicketRecipient
  readonly balances: Balances
  /** Unix ms. */
  now(): number
  /** Whether an orchestrator of this network is paid at that address. */
  isActive(address: EthAddress): boolean
  /** The fault that a job meets; chance decides when the node flaps. */
  jobFault(): JobFault | null
}

const MAX_BODY_BYTES = 64 * 1024 * 1024

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
    end(exchange, record, cause)
  }
}

interface Visit {
  readonly exchange: HttpExchange
  readonly bytes: Buffer
  readonly record: JobRecord
  readonly fault: JobFault | null
}

async function work(
  pipeline: JobPipeline,
  { exchange, bytes, record, fault }: Visit,
  site: JobSite,
): Promise<void> {
  if (fault) {
    record.note({ detail: fault.kind })
    const isStream = pipeline === 'llm' && /"stream":\s*true/.test(bytes.toString())
    if (await failJob({ exchange, fault, record, isStream })) return record.finish('fault')
  }
  const accepted = await accept(pipeline, exchange, bytes, site)
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
  { headers }: HttpExchange,
  bytes: Buffer,
  site: JobSite,
): Promise<Accepted> {
  const { scenario, secret } = site
  const now = site.now()
  const isOnChain = scenario.behaviour.jobs.payment === 'verify' && scenario.recipient !== null
  const body: JobBody = await decodeJobBody(pipeline, headers['content-type'], bytes)
  const typed = typeBody(pipeline, body)
  const payment = readPayment(headerOf(headers, PAYMENT_HEADER))
  const sender = addressFromBytes(payment.sender)
  const { capabilities } = scenario.offer
  await verifySegment(headerOf(headers, SEGMENT_HEADER), { sender, isOnChain, capabilities, secret, now })
  const job = readJob(pipeline, typed)
  const giveBack = site.places.take(scenario, pipeline, job.model)
  if (!giveBack) throw new JobRefusal(503, 'insufficient capacity')
  if (!isOnChain || !scenario.recipient) return { job, giveBack, settle: () => undefined }
  const manifestId = `${capabilityOf(pipeline)}_${job.model}`
  const { recipient, balances } = site
  const desk = { address: scenario.recipient, recipient, balances, isActive: site.isActive, now }
  try {
    await receivePayment(payment, manifestId, desk)
  } catch (cause) {
    giveBack()
    throw cause
  }
  return { job, giveBack, settle: () => debitFee(payment, manifestId, job.units, balances) }
}

function readPayment(header: string | undefined): PaymentMessage {
  const reading = readPaymentHeader(header)
  if (reading.ok) return reading.value
  const what = reading.problem === 'base64' ? 'base64 decode error' : 'protobuf unmarshal error'
  throw new JobRefusal(402, `${what}: ${reading.text}`)
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

function headerOf(headers: HttpExchange['headers'], name: string): string | undefined {
  const value = headers[name.toLowerCase()]
  return Array.isArray(value) ? value[0] : value
}

/** Null: whoever sends it has gone. */
async function readBody({ body }: HttpExchange): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of body) {
      length += chunk.length
      if (length > MAX_BODY_BYTES) break
      chunks.push(chunk)
    }
  } catch {
    // A stream of a request fails for no other reason.
    return null
  }
  if (length > MAX_BODY_BYTES) throw new JobRefusal(413, 'http: request body too large')
  return Buffer.concat(chunks)
}

function end(exchange: HttpExchange, record: JobRecord, cause: unknown): void {
  if (exchange.over.aborted) return
  if (cause instanceof JobRefusal) {
    record.note({ status: cause.status, detail: cause.message })
    record.finish(cause.status === 500 ? 'failed' : 'refused')
    exchange.respond(cause.status, {
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
