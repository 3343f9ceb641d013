import { JOB_SIZE_FIELDS, type JobSizeField, jobSizeFields } from '@/lib/domain/job-size-fields'

const DEFAULT_PIPELINE = 'text-to-image'
/** What the page shows before anything was said. */
const DEFAULT_WORK = { pipeline: DEFAULT_PIPELINE, jobs: '10000', width: '1024', height: '1024' }

export const WORK_FIELDS = ['pipeline', 'model', 'jobs', ...JOB_SIZE_FIELDS] as const
export type WorkField = (typeof WORK_FIELDS)[number]
export type WorkTexts = Readonly<Partial<Record<WorkField, string>>>

/** The question that an address asks of the API; fields that the pipeline is not billed by are left out. */
export function workParams(texts: WorkTexts): URLSearchParams {
  const stated = WORK_FIELDS.filter((field) => (texts[field] ?? '').trim() !== '')
  if (stated.length === 0) return new URLSearchParams(DEFAULT_WORK)
  const pipeline = texts.pipeline?.trim() || DEFAULT_PIPELINE
  const counted: readonly string[] = ['pipeline', 'model', 'jobs', ...jobSizeFields(pipeline)]
  const params = new URLSearchParams({ pipeline })
  for (const field of stated)
    if (field !== 'pipeline' && counted.includes(field)) params.set(field, (texts[field] ?? '').trim())
  return params
}

/** How a field is called beside its input. */
export const FIELD_LABELS: Readonly<Record<JobSizeField, string>> = {
  width: 'Width, pixels',
  height: 'Height, pixels',
  images: 'Images per job',
  seconds: 'Seconds',
  tokens: 'Tokens',
  characters: 'Characters',
  units: 'Billed units',
}

/** What go-livepeer takes it to be where nothing is said. */
export const FIELD_PLACEHOLDERS: Readonly<Record<JobSizeField, string>> = {
  width: 'as billed',
  height: 'as billed',
  images: '1',
  seconds: '60',
  tokens: '256',
  characters: '1000',
  units: 'reckoned',
}

export interface WorkExample {
  readonly title: string
  readonly params: Readonly<Record<string, string>>
}

export const WORK_EXAMPLES: readonly WorkExample[] = [
  { title: '10,000 images of 1024×1024', params: DEFAULT_WORK },
  { title: '3 hours of live video', params: { pipeline: 'live-video-to-video', seconds: '10800' } },
  { title: '2 million tokens', params: { pipeline: 'llm', tokens: '2000000' } },
  { title: '50 hours of speech to text', params: { pipeline: 'audio-to-text', jobs: '50', seconds: '3600' } },
]
