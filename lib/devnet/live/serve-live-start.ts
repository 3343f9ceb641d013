import { z } from 'zod'
import { object, text } from '@/lib/livepeer/go-encoding'
import { LIVE_VIDEO_TO_VIDEO } from '../capability-of'
import type { JobAnswer } from '../jobs/deliver'
import { GoPanic, JobRefusal, NIL_POINTER } from '../jobs/job-refusal'
import type { JobSite } from '../jobs/job-site'
import { deskOf, type Papers, paymentNote, readPapers } from '../jobs/papers'
import { receivePayment } from '../jobs/receive-payment'
import { sleep } from '../jobs/sleep'
import { document, type Visit } from '../jobs/visit'
import { LIVE_UNITS_PER_SECOND } from '../live-units'
import { channelUrl } from './channel-url'
import { ChargeMeter } from './charge-meter'
import type { StreamMeter } from './live-stream'

/**
 * `POST /live-video-to-video`: a place, the payment, the credentials, the tickets, then four channels and the pipeline
 * between them (go-livepeer server/ai_http.go StartLiveVideoToVideo). The balance goes under the manifest id of the answer.
 */
export async function serveLiveStart(visit: Visit): Promise<JobAnswer> {
  const { exchange, bytes, site, record } = visit
  // As of the batch pipelines: other methods are answered with nothing.
  if (exchange.method !== 'POST') return document('', '')
  const { model, params } = readStart(bytes)
  record.note({ model })
  const giveBack = site.places.take(site.scenario, LIVE_VIDEO_TO_VIDEO, model)
  if (!giveBack) throw new JobRefusal(503, 'insufficient capacity')
  const id = Buffer.from(site.random.bytes(4)).toString('hex')
  try {
    const papers = await readPapers(exchange.headers, site)
    const desk = deskOf(site)
    if (desk) {
      record.note({ payment: paymentNote(papers, id) })
      await receivePayment(papers.payment, id, desk)
    }
    const { jobs } = site.scenario.behaviour
    if (!(await sleep(jobs.ms + site.random.next() * jobs.jitterMs, exchange.over)))
      throw new JobRefusal(500, 'context canceled')
    startPipeline({ id, model, params, papers, giveBack }, site)
  } catch (cause) {
    giveBack()
    throw cause
  }
  return document('application/json', startJson(id, site))
}

interface PipelineStart {
  readonly id: string
  readonly model: string
  readonly params: Readonly<Record<string, unknown>>
  readonly papers: Papers
  readonly giveBack: () => void
}

function startPipeline({ id, model, params, papers, giveBack }: PipelineStart, site: JobSite): void {
  const { channels, streams } = site
  const names = channelNames(id)
  streams.start({
    id,
    model,
    params,
    channels: {
      in: channels.create(names.in, 'video/MP2T'),
      out: channels.create(names.out, 'video/MP2T'),
      control: channels.create(names.control, 'application/json'),
      events: channels.create(names.events, 'application/json'),
      data: null,
    },
    endsWithInput: true,
    meter: meterOf(id, papers, site),
    fault: () => site.scenario.behaviour.jobs.streamFault,
    now: site.now,
    onEnd: () => {
      for (const name of Object.values(names)) channels.close(name)
      giveBack()
    },
  })
}

function meterOf(manifestId: string, { payment, sender }: Papers, site: JobSite): StreamMeter | null {
  const price = payment.expectedPrice
  if (!deskOf(site) || !price || price.pricePerUnit === 0n) return null
  if (price.pixelsPerUnit === 0n) throw new GoPanic('division by zero')
  const payer = { sender, manifestId, price, unitsPerSecond: LIVE_UNITS_PER_SECOND }
  const { chargeEveryMs } = site.scenario.behaviour.jobs
  const meter = new ChargeMeter(payer, site.balances, chargeEveryMs, site.now())
  return { onSegment: (now) => meter.charge(now), onTick: () => null }
}

const channelNames = (id: string) => ({
  in: id,
  out: `${id}-out`,
  control: `${id}-control`,
  events: `${id}-events`,
})

function startJson(id: string, site: JobSite): string {
  const names = channelNames(id)
  return object([
    ['control_url', text(channelUrl(site, names.control))],
    ['events_url', text(channelUrl(site, names.events))],
    ['manifest_id', text(id)],
    ['publish_url', text(channelUrl(site, names.in))],
    ['subscribe_url', text(channelUrl(site, names.out))],
  ])
}

const Start = z.object({
  model_id: z.string().nullish(),
  params: z.record(z.string(), z.unknown()).nullish(),
  gateway_request_id: z.string().nullish(),
  stream_id: z.string().nullish(),
  manifest_id: z.string().nullish(),
  publish_url: z.string().nullish(),
  subscribe_url: z.string().nullish(),
  control_url: z.string().nullish(),
  events_url: z.string().nullish(),
})

function readStart(bytes: Buffer): { readonly model: string; readonly params: Record<string, unknown> } {
  const result = Start.safeParse(jsonOf(bytes))
  if (!result.success) {
    const issue = result.error.issues[0]
    throw new JobRefusal(400, `cannot decode ${issue?.path.join('.') || 'request'}: ${issue?.message}`)
  }
  const { model_id, params } = result.data
  if (typeof model_id !== 'string') throw new GoPanic(NIL_POINTER)
  return { model: model_id, params: params ?? {} }
}

function jsonOf(bytes: Buffer): unknown {
  const body = bytes.toString()
  if (body.trim() === '') throw new JobRefusal(400, 'EOF')
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new JobRefusal(400, cause instanceof Error ? cause.message : String(cause))
  }
}
