import { z } from 'zod'
import type { WantedChannels } from '@/lib/routing/live/byoc-upstream'
import type { ByocJob } from '@/lib/routing/signed-byoc-job'
import { quoted } from '../listing/reading'
import { decodeText } from '../read-json-body'

/** What a client says of its job in the header `Livepeer`. */
export interface ByocHeader {
  readonly job: Omit<ByocJob, 'id'>
  /** Null: it names none. */
  readonly id: string | null
  /** URLs of nodes, those alone or not those. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  /** Of a stream. */
  readonly channels: WantedChannels
}

export type ByocHeaderReading =
  | { readonly ok: true; readonly header: ByocHeader }
  | { readonly ok: false; readonly detail: string }

const MAX_SECONDS = 3_600
const urls = z.array(z.string().min(1).max(512)).max(100).nullish()

const Header = z.object({
  id: z.string('is no text').max(200, 'has more than 200 characters').nullish(),
  request: z.string('is missing: it is a text with JSON in it, {} at least'),
  parameters: z.string('is missing: it is a text with JSON in it, {} at least'),
  capability: z
    .string('is missing: it is the name of a capability')
    .regex(/^[\x20-\x7e]{1,200}$/, 'is no name of a capability, 1 to 200 plain characters'),
  timeout_seconds: z
    .int('is missing: it is a whole number of seconds')
    .min(1, 'is less than a second')
    .max(MAX_SECONDS, `is more than ${MAX_SECONDS}`),
})

const flag = z.boolean().nullish()
const Parameters = z.object({
  orchestrators: z.object({ include: urls, exclude: urls }).nullish(),
  enable_video_ingress: flag,
  enable_video_egress: flag,
  enable_data_output: flag,
})

/** Base64 of JSON, as go-livepeer's gateway reads it (byoc/types.go JobRequest). */
export function readByocHeader(text: string | null): ByocHeaderReading {
  if (text === null || text.trim() === '') return wrong('is missing: it is base64 of the JSON of a job')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return wrong('is not base64')
  const decoded = decodeText(Buffer.from(text, 'base64'))
  const json = decoded === null ? undefined : jsonOf(decoded)
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return wrong('is not base64 of a JSON object')
  const parsed = Header.safeParse(json)
  if (!parsed.success) return wrong(issueOf(parsed.error))
  const { id, request, parameters, capability, timeout_seconds } = parsed.data
  if (jsonOf(request) === undefined) return wrong(`has a request that is not JSON: ${quoted(request)}`)
  const asked = jsonOf(parameters)
  if (asked === undefined) return wrong(`has parameters that are not JSON: ${quoted(parameters)}`)
  const rules = Parameters.safeParse(asked)
  if (!rules.success) return wrong(`has parameters of which ${issueOf(rules.error)}`)
  const { orchestrators, enable_video_ingress, enable_video_egress, enable_data_output } = rules.data
  const { include, exclude } = orchestrators ?? {}
  return {
    ok: true,
    header: {
      job: { request, parameters, capability, timeoutSeconds: timeout_seconds },
      id: id || null,
      include: include ?? [],
      exclude: exclude ?? [],
      channels: {
        ingress: enable_video_ingress ?? false,
        egress: enable_video_egress ?? false,
        data: enable_data_output ?? false,
      },
    },
  }
}

const wrong = (detail: string): ByocHeaderReading => ({ ok: false, detail: `The header Livepeer ${detail}.` })

function issueOf({ issues: [issue] }: z.ZodError): string {
  const path = issue?.path.join('.') || 'the whole'
  return `${path} ${issue?.message}`
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
