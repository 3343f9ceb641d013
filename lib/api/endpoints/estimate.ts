import { JOB_SIZE_FIELDS, type JobSizeField, jobSizeFields } from '@/lib/domain/job-size-fields'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import type { JobSize } from '@/lib/selection/job-size'
import { type Answer, jsonAnswer } from '../answer'
import { withPast } from '../as-of'
import { QueryReader } from '../changes/query-reader'
import { readOneOf, readWholeNumber } from '../changes/value-readers'
import { estimateDto } from '../contract/estimate'
import { createDocument } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { type EstimateQuestion, estimateToDto } from '../estimate-to-dto'
import { type Reading, refused, taken } from '../listing/reading'
import type { ParameterDoc } from '../operation-doc'
import { badParameters } from '../problem'
import type { ParameterError } from '../search-params'
import { notCollected } from './respond'

const DEFAULT_PIPELINE = 'text-to-image'
const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1_000
const MAX_JOBS = 999_999_999
const MAX_NAME = 500

/** Bounds within which no product of them loses a digit. */
const MOST: Readonly<Record<JobSizeField, number>> = {
  width: 16_384,
  height: 16_384,
  images: 1_000_000,
  seconds: 31_536_000,
  tokens: 999_999_999,
  characters: 999_999_999,
  units: 999_999_999,
}
const MEANINGS: Readonly<Record<JobSizeField, string>> = {
  width: 'Pixels of an image; of the one that goes in where that is what is billed.',
  height: 'As `width`.',
  images: 'Images that one job makes.',
  seconds: 'Of audio, of video, of use.',
  tokens: 'Of one job.',
  characters: 'Of one job.',
  units: 'Billed units of one job, whatever they are; stands before all others.',
}

const sizeParameter = (name: JobSizeField): ParameterDoc => ({
  name,
  in: 'query',
  description: MEANINGS[name],
  schema: { type: 'integer', minimum: 1, maximum: MOST[name] },
})

/** What some work would cost, and with whom. */
export const ESTIMATE: Endpoint = withPast({
  path: '/api/v1/estimate',
  operations: {
    GET: {
      doc: {
        summary: 'What some work would cost, and with whom',
        description: [
          'So many jobs of one size at every offering of a pipeline, the cheapest first, reckoned exactly: billed units of one job, as orchestrators of go-livepeer count them, times jobs, times the stated price. What is not said of the size is what go-livepeer takes it to be, and `assumed` says so.',
          'Offerings whose price is not known, or one that nobody can mean, stand among `rejections` with the reason. A job also costs its ticket overhead, which nobody knows beforehand.',
        ].join('\n\n'),
        tag: 'Catalog',
        parameters: [
          {
            name: 'pipeline',
            in: 'query',
            description: 'A pipeline, a capability or an app, by its whole name.',
            schema: { type: 'string', default: DEFAULT_PIPELINE },
          },
          {
            name: 'model',
            in: 'query',
            description: 'The whole id of a model; left out: any.',
            schema: { type: 'string' },
          },
          {
            name: 'kind',
            in: 'query',
            description: 'Left out: any; a stranger may call a capability like a pipeline.',
            schema: { type: 'string', enum: [...OFFERING_KINDS] },
          },
          {
            name: 'jobs',
            in: 'query',
            description: 'How many jobs.',
            schema: { type: 'integer', minimum: 1, maximum: MAX_JOBS, default: 1 },
          },
          ...JOB_SIZE_FIELDS.map(sizeParameter),
          {
            name: 'limit',
            in: 'query',
            description: 'How many estimates, and how many rejections, are told.',
            schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
          },
        ],
        examples: [
          {
            title: '10,000 images of 1024×1024',
            query: '?pipeline=text-to-image&jobs=10000&width=1024&height=1024',
          },
          { title: 'Three hours of live video', query: '?pipeline=live-video-to-video&seconds=10800' },
          { title: 'Two million tokens', query: '?pipeline=llm&tokens=2000000' },
        ],
        answer: {
          status: 200,
          description: 'Costs by offering, the cheapest first.',
          content: { 'application/json': estimateDto },
        },
      },
      handle: answerEstimate,
    },
  },
})

function answerEstimate({ url }: ApiRequest, { reader }: AnswerDeps): Answer {
  const question = readQuestion(url.searchParams)
  if (!question.ok) return badParameters(question.errors)
  const market = reader.market()
  if (market === null) return notCollected(reader)
  const dto = estimateToDto(question.question, market)
  return jsonAnswer(createDocument(JSON.stringify(dto), { isKept: false }), reader.freshness())
}

type QuestionReading =
  | { readonly ok: true; readonly question: EstimateQuestion }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

function readQuestion(params: URLSearchParams): QuestionReading {
  const read = new QueryReader(params, ['pipeline', 'model', 'kind', 'jobs', ...JOB_SIZE_FIELDS, 'limit'])
  const pipeline = read.single('pipeline', readName) ?? DEFAULT_PIPELINE
  const model = read.single('model', readName)
  const kind = read.single('kind', readOneOf(OFFERING_KINDS))
  const jobs = read.single('jobs', readWholeNumber(1, MAX_JOBS)) ?? 1
  const limit = read.single('limit', readWholeNumber(1, MAX_LIMIT)) ?? DEFAULT_LIMIT
  const counted = jobSizeFields(pipeline)
  const size: Partial<Record<JobSizeField, number>> = {}
  for (const field of JOB_SIZE_FIELDS) {
    const value = read.single(field, readWholeNumber(1, MOST[field]))
    if (value === null) continue
    if (counted.includes(field)) size[field] = value
    else read.refuse(field, `is nothing that this pipeline is billed by; there are ${counted.join(', ')}`)
  }
  if (read.errors.length > 0) return { ok: false, errors: read.errors }
  return {
    ok: true,
    question: { pipeline, model, kind, jobs: BigInt(jobs), size: size satisfies JobSize, limit },
  }
}

const readName = (text: string): Reading<string> =>
  text.length > MAX_NAME ? refused(`is longer than ${MAX_NAME} characters`) : taken(text)
