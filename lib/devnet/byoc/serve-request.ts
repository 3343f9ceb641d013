import { SIMULATED_MARK } from '../grpc-stream'
import type { JobAnswer } from '../jobs/deliver'
import { JobRefusal } from '../jobs/job-refusal'
import type { JobSite } from '../jobs/job-site'
import { decimalText } from '../jobs/rational'
import { sleep } from '../jobs/sleep'
import { document, type Visit } from '../jobs/visit'
import { makeWords } from '../jobs/words'
import { acceptJob, type ByocJob, balanceOf, chargeSeconds, jsonOf } from './accept-job'

/**
 * `POST /process/request/{route…}`: the job goes to the worker as it is, and its answer comes back, always as 200 unless
 * it is an error. The simulated worker echoes the body, or streams words when the body asks for a stream. Source:
 * go-livepeer byoc/job_orchestrator.go.
 */
export async function serveByocRequest(
  visit: Visit,
  [route = '']: readonly string[],
): Promise<JobAnswer | null> {
  const { exchange, bytes, site } = visit
  if (exchange.method !== 'POST') throw new JobRefusal(405, 'Method not allowed')
  const job = await acceptJob(visit, { reserves: true })
  const begunAt = site.now()
  try {
    const { status, text } = await work(job, visit)
    const seconds = Math.ceil((site.now() - begunAt) / 1_000)
    if (status > 399) {
      chargeSeconds(job, seconds, site)
      throw new JobRefusal(status, text ?? `the worker says ${status}`, 'text', balanceHeader(job, site))
    }
    const headers = { 'x-metadata': JSON.stringify({ capability: job.capability, route }) }
    if (asksForStream(bytes)) return await stream(job, visit, headers)
    chargeSeconds(job, seconds, site)
    const contentType = exchange.headers['content-type'] ?? 'application/octet-stream'
    return document(contentType, bytes, { headers: { ...headers, ...balanceHeader(job, site) } })
  } finally {
    job.giveBack()
  }
}

/** What the worker says in time. A worker that does not know the node any more is forgotten. */
export async function work(
  job: ByocJob,
  { exchange, site }: Pick<Visit, 'exchange' | 'site'>,
): Promise<{ readonly status: number; readonly text: string | null }> {
  const { worker } = job
  if (!worker) return { status: 404, text: 'no such capability' }
  const { jobs } = site.scenario.behaviour
  const workMs = worker.workMs ?? jobs.ms + site.random.next() * jobs.jitterMs
  const failure = 'job not able to be processed, removing capability err='
  const isInTime = workMs <= job.timeoutMs
  if (!(await sleep(Math.min(workMs, job.timeoutMs), exchange.over)))
    throw new JobRefusal(500, `${failure}context canceled`)
  if (isInTime && worker.status !== 401) return worker
  if (isInTime) site.byoc.forget(site.scenario.offer, job.capability)
  chargeSeconds(job, Math.max(1, Math.ceil(workMs / 1_000)), site)
  const cause = isInTime ? 'worker auth token failed' : 'context deadline exceeded'
  throw new JobRefusal(500, `${failure}${cause}`, 'text', balanceHeader(job, site))
}

export const balanceHeader = ({ sender, capability }: ByocJob, site: JobSite): Record<string, string> => ({
  'livepeer-balance': decimalText(balanceOf(sender, capability, site), 0),
})

const asksForStream = (bytes: Buffer): boolean => {
  const body = jsonOf(bytes.toString())
  return typeof body === 'object' && body !== null && 'stream' in body && body.stream === true
}

const WORDS = 12
/** Of an answer that is over and goes on: nobody there looks whether its source has ended. */
const BLANK_LINE_MS = 50

async function stream(
  job: ByocJob,
  { exchange, record, site, bytes, fault }: Visit,
  about: Readonly<Record<string, string>>,
): Promise<JobAnswer | null> {
  const pieces = makeWords(WORDS, bytes.toString()).map(
    (word) => `data: ${JSON.stringify({ text: word })}\n\n`,
  )
  const balance = () => decimalText(balanceOf(job.sender, job.capability, site), 3)
  const headers = {
    ...about,
    'livepeer-payment-balance': decimalText(balanceOf(job.sender, job.capability, site), 0),
  }
  const pauseMs = (job.worker?.workMs ?? site.scenario.behaviour.jobs.ms) / WORDS
  if (fault) {
    const end = [`data: {"balance": ${balance()}}\n\n\n`, 'data: [DONE]\n\n']
    const contentType = 'text/event-stream'
    return { contentType, headers, pieces: [...pieces, ...end], isStream: true, workMs: pauseMs * WORDS }
  }
  record.note({ status: 200 })
  exchange.respond(200, {
    ...headers,
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    ...SIMULATED_MARK,
  })
  const send = async (piece: string) => {
    await exchange.write(piece)
    record.sent(Buffer.byteLength(piece))
  }
  const everyMs = site.scenario.behaviour.jobs.chargeEveryMs
  const begunAt = site.now()
  let chargedUntil = begunAt
  for (const piece of pieces) {
    if (!(await sleep(pauseMs, exchange.over))) return null
    for (; job.price.pricePerUnit > 0n && site.now() - chargedUntil >= everyMs; chargedUntil += everyMs) {
      chargeSeconds(job, Math.ceil(everyMs / 1_000), site)
      if (balanceOf(job.sender, job.capability, site).numerator >= 0n) continue
      await send('event: insufficient balance\ndata: {"balance": 0}\n\ndata: [DONE]\n\n')
      exchange.end()
      return null
    }
    await send(piece)
  }
  await send(`data: {"balance": ${balance()}}\n\n\ndata: [DONE]\n\n`)
  record.finish('done')
  while (site.now() - begunAt < job.timeoutMs && (await sleep(BLANK_LINE_MS, exchange.over)))
    await exchange.write('\n')
  exchange.end()
  return null
}
