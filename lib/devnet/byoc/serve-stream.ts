import { z } from 'zod'
import type { JobAnswer } from '../jobs/deliver'
import { JobRefusal } from '../jobs/job-refusal'
import type { JobSite } from '../jobs/job-site'
import { document, type Visit } from '../jobs/visit'
import { channelUrl } from '../live/channel-url'
import { acceptJob, type ByocJob, balanceOf, chargeSeconds, jsonOf } from './accept-job'
import { balanceHeader, work } from './serve-request'

/**
 * `POST /ai/stream/start`: a stream of a capability, with the channels that the parameters ask for; their URLs are in
 * headers. Source: go-livepeer byoc/stream_orchestrator.go.
 */
export async function serveStreamStart(visit: Visit): Promise<JobAnswer> {
  const { bytes, site } = visit
  const job = await acceptJob(visit, { reserves: true, noCapacityStatus: 400, noBalanceStatus: 402 })
  try {
    const wanted = readParameters(job)
    const params = jsonOf(bytes.toString())
    if (!isObject(params)) throw new JobRefusal(400, 'Invalid JSON body')
    const answer = await workerAnswer(job, visit)
    chargeSeconds(job, 1, site)
    const paid = balanceHeader(job, site)
    if (answer.status > 399) return document('', answer.body, { status: answer.status, headers: paid })
    const urls = startStream(job, { ...wanted, params }, site)
    return document('', '', { headers: { ...urls, ...paid } })
  } catch (cause) {
    job.giveBack()
    throw cause
  }
}

export async function serveStreamStop(visit: Visit): Promise<JobAnswer> {
  const job = await follow(visit, 'Failed to stop stream, request not valid err=')
  const { status, body } = await workerAnswer(job, visit)
  visit.site.streams.find(job.streamId)?.end('stopped')
  return document('', body, { status })
}

export async function serveStreamUpdate(visit: Visit): Promise<JobAnswer> {
  // The words are go-livepeer's, whichever of the two it is.
  const job = await follow(visit, 'Failed to stop stream, request not valid err=')
  const { status, body } = await workerAnswer(job, visit)
  if (status > 399) return document('', body, { status })
  const stream = visit.site.streams.find(job.streamId)
  if (!stream) return document('', '{"error":"no such stream"}', { status: 404 })
  const params = jsonOf(visit.bytes.toString())
  if (isObject(params)) stream.update(params)
  return document('', body, { status })
}

export async function serveStreamPayment(visit: Visit): Promise<JobAnswer> {
  const job = await follow(visit, 'Failed to process payment, request not valid err=')
  return document('', '', { headers: balanceHeader(job, visit.site) })
}

/** A later word on a stream. Whatever is wrong with it is a 400 that says for what it was. */
async function follow(visit: Visit, prefix: string): Promise<ByocJob> {
  try {
    return await acceptJob(visit, { reserves: false })
  } catch (cause) {
    throw cause instanceof JobRefusal ? new JobRefusal(400, `${prefix}${cause.message}`) : cause
  }
}

/** What a worker says to a stream's request; of one that does not know the node any more nothing but that it failed. */
async function workerAnswer(
  job: ByocJob,
  visit: Visit,
): Promise<{ readonly status: number; readonly body: string }> {
  try {
    const { status, text } = await work(job, visit)
    return { status, body: text ?? '{"status":"success"}' }
  } catch (cause) {
    if (cause instanceof JobRefusal && /worker auth token/.test(cause.message))
      return { status: 500, body: 'Orchestrator worker failure' }
    throw cause instanceof JobRefusal ? new JobRefusal(500, 'Error sending request to worker') : cause
  }
}

const flag = z.boolean().default(false)
const Parameters = z.object({
  enable_video_ingress: flag,
  enable_video_egress: flag,
  enable_data_output: flag,
})

function readParameters({ parameters }: ByocJob): z.output<typeof Parameters> {
  const result = Parameters.safeParse(jsonOf(parameters))
  if (result.success) return result.data
  throw new JobRefusal(400, `json: ${result.error.issues[0]?.message}`)
}

interface Wanted extends z.output<typeof Parameters> {
  readonly params: Readonly<Record<string, unknown>>
}

function startStream(job: ByocJob, wanted: Wanted, site: JobSite): Record<string, string> {
  const { id, capability } = job
  if (site.streams.find(id)) throw new JobRefusal(500, 'Error adding stream to external capabilities')
  const names = {
    control: `${id}-control`,
    events: `${id}-events`,
    ...(wanted.enable_video_ingress && { in: id }),
    ...(wanted.enable_video_egress && { out: `${id}-out` }),
    ...(wanted.enable_data_output && { data: `${id}-data` }),
  }
  const channel = (name: string | undefined, contentType: string) =>
    name === undefined ? null : site.channels.create(name, contentType)
  site.streams.start({
    id,
    model: capability,
    params: wanted.params,
    channels: {
      in: channel(names.in, 'video/MP2T'),
      out: channel(names.out, 'video/MP2T'),
      control: site.channels.create(names.control, 'application/json'),
      events: site.channels.create(names.events, 'application/json'),
      data: channel(names.data, 'application/jsonl'),
    },
    endsWithInput: false,
    meter: { onSegment: () => null, onTick: meterOf(job, site) },
    fault: () => site.scenario.behaviour.jobs.streamFault,
    now: site.now,
    onEnd: () => {
      for (const name of Object.values(names)) site.channels.close(name)
      job.giveBack()
    },
  })
  return {
    'x-control-url': channelUrl(site, names.control),
    'x-events-url': channelUrl(site, names.events),
    ...(names.in !== undefined && { 'x-publish-url': channelUrl(site, names.in) }),
    ...(names.out !== undefined && { 'x-subscribe-url': channelUrl(site, names.out) }),
    ...(names.data !== undefined && { 'x-data-url': channelUrl(site, names.data) }),
  }
}

/** Of what a live stream is charged in five seconds, these are in twenty-three. */
const SLOWER = 4.6

/** Charged by time, whatever is sent. A balance below zero is forgiven once. */
function meterOf(job: ByocJob, site: JobSite): (now: number) => string | null {
  const everyMs = site.scenario.behaviour.jobs.chargeEveryMs * SLOWER
  let chargedUntil = site.now()
  let isWarned = false
  return (now) => {
    if (job.price.pricePerUnit <= 0n || now - chargedUntil < everyMs) return null
    chargedUntil += everyMs
    chargeSeconds(job, Math.floor(everyMs / 1_000), site)
    const isShort = balanceOf(job.sender, job.capability, site).numerator < 0n
    if (isShort && isWarned) return 'insufficient balance'
    isWarned ||= isShort
    return null
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
