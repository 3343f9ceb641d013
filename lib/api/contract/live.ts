import { z } from 'zod'
import { LIVE_END_KINDS } from '@/lib/domain/live-end'
import { moment } from './shapes'

export const liveStartDto = z.object({
  publish_url: z.string().describe('Segments of MPEG-TS go in here: POST `{publish_url}/0`, `/1`, ….'),
  subscribe_url: z.string().describe('Segments come out here: GET `{subscribe_url}/-1`, then the next one.'),
  control_url: z.string().describe('JSON with parameters that change.'),
  events_url: z.string().describe('What its orchestrator tells of it, as JSON.'),
  manifest_id: z.string(),
  stream_id: z.string().describe('What it is called in `/live/video-to-video/{stream}`.'),
})

const channel = z.string().describe('Empty: it was not asked for.')

export const byocStreamDto = z.object({
  stream_id: z.string().describe('What it is called in `/process/stream/{stream}`.'),
  whip_url: z.literal(''),
  whep_url: z.literal(''),
  rtmp_url: z.literal(''),
  rtmp_output_url: z.literal(''),
  update_url: z.string(),
  status_url: z.string(),
  data_url: channel.describe('Events of the data channel; empty: it was not asked for.'),
  stop_url: z.string(),
  publish_url: channel,
  subscribe_url: channel,
  control_url: z.string(),
  events_url: z.string(),
})

export const liveStatusDto = z.object({
  stream_id: z.string(),
  request_id: z.string().describe('Of its record at `/api/v1/requests/{id}`.'),
  state: z.enum(['live', 'ended']),
  pipeline: z.string().describe('Or the name of the capability.'),
  model: z.string().nullable(),
  orchestrator: z.string().nullable(),
  node: z.string(),
  offering_id: z.string(),
  started_at: moment,
  ended: z
    .object({
      at: moment,
      kind: z.enum(LIVE_END_KINDS),
      meaning: z.string(),
      detail: z.string().nullable(),
    })
    .nullable()
    .describe('Null: it goes on.'),
  segments_in: z.int(),
  bytes_in: z.int(),
  bytes_out: z.int(),
  last_event: z
    .object({ at: moment, event: z.unknown().describe('In the words of its orchestrator.') })
    .nullable(),
  payments: z
    .object({
      taken: z.int(),
      skipped: z.int().describe('Times that enough was paid.'),
      paid_wei: z.string().describe('Beside what went along with its beginning.'),
      last_at: moment.nullable(),
      problem: z.string().nullable().describe('Why the latest one failed.'),
    })
    .nullable()
    .describe('Null: its orchestrator is paid nothing as it goes on.'),
})
export type LiveStatusDto = z.infer<typeof liveStatusDto>
