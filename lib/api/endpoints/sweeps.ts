import { z } from 'zod'
import { isAnswered, OUTCOME_KINDS } from '@/lib/domain/outcome'
import type { Store, StoredSweep } from '@/lib/store/store'
import { jsonAnswer } from '../answer'
import {
  type SweepDto,
  type SweepHoursDto,
  type SweepsDto,
  sweepHoursDto,
  sweepsDto,
} from '../contract/sweep'
import { createDocument } from '../document'
import type { Endpoint } from '../endpoint'
import { quoted, type Reading, readSingle, refused, taken } from '../listing/reading'
import { badParameters } from '../problem'
import { isoMoment } from '../to-dto'
import { noStore, refuseParameters } from './respond'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 500

const LIST: Endpoint = {
  path: '/api/v1/sweeps',
  operations: {
    GET: {
      doc: {
        summary: 'Finished sweeps, latest first',
        description: 'As many as are kept; the retention is the operator’s.',
        tag: 'Network',
        parameters: [
          {
            name: 'limit',
            in: 'query',
            description: 'Sweeps of one page.',
            schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
            example: 10,
          },
          {
            name: 'cursor',
            in: 'query',
            description: '`next_cursor` of the page before.',
            schema: { type: 'string' },
          },
        ],
        answer: {
          status: 200,
          description: 'How each ended.',
          content: { 'application/json': sweepsDto },
        },
      },
      async handle({ url }, { sweeps }) {
        const page = readPage(url.searchParams)
        if (!page.ok) return badParameters(page.errors)
        const { limit, before } = page
        const found = await sweeps.readSweeps({ before, limit: limit + 1 })
        const shown = found.slice(0, limit)
        const last = shown.at(-1)
        const dto: SweepsDto = {
          sweeps: shown.map(sweepToDto),
          next_cursor: last && found.length > limit ? String(last.snapshotId) : null,
        }
        return jsonAnswer(createDocument(JSON.stringify(dto), { isKept: false }))
      },
    },
    POST: {
      doc: {
        summary: 'Ask all nodes at once',
        tag: 'Operator',
        answer: {
          status: 202,
          description: 'It is noted; `/api/v1/status` tells how it goes.',
          content: { 'application/json': z.object({ status: z.literal('requested') }) },
        },
      },
      isForOperator: true,
      async handle(request, { actions }) {
        const wrong = refuseParameters(request)
        if (wrong) return wrong
        await actions.requestSweep()
        return noStore(202, { status: 'requested' }, { location: '/api/v1/status' })
      },
    },
  },
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

const HOURLY: Endpoint = {
  path: '/api/v1/sweeps/hourly',
  operations: {
    GET: {
      doc: {
        summary: 'The sweeps of the last day by hour',
        tag: 'Network',
        answer: {
          status: 200,
          description: 'How many there were, how long they took, whom they asked, how all listed nodes did.',
          content: { 'application/json': sweepHoursDto },
        },
      },
      async handle(request, { sweeps, now }) {
        const wrong = refuseParameters(request)
        if (wrong) return wrong
        const dto = await sweepHours(sweeps, now())
        return jsonAnswer(createDocument(JSON.stringify(dto), { isKept: false }))
      },
    },
  },
}

/** For the page as for clients. */
export async function sweepHours(sweeps: Pick<Store, 'readSweepHours'>, now: number): Promise<SweepHoursDto> {
  // To the minute, so that an answer stays the same, and has the same tag, while no sweep ends.
  const since = Math.floor((now - DAY_MS) / MINUTE_MS) * MINUTE_MS
  const hours = await sweeps.readSweepHours(since)
  return {
    since: isoMoment(since),
    hours: hours.map(({ at, sweeps: count, tookMs, longestMs, asked, outcomes }) => ({
      hour: isoMoment(at),
      sweeps: count,
      mean_duration_ms: Math.round(tookMs / count),
      longest_duration_ms: longestMs,
      nodes_asked: asked,
      outcomes: outcomesToDto(outcomes),
    })),
  }
}

export const SWEEPS: readonly Endpoint[] = [LIST, HOURLY]

type Page =
  | { readonly ok: true; readonly limit: number; readonly before: number | null }
  | { readonly ok: false; readonly errors: readonly { parameter: string; detail: string }[] }

function readPage(params: URLSearchParams): Page {
  const errors = [...new Set(params.keys())]
    .filter((parameter) => parameter !== 'limit' && parameter !== 'cursor')
    .map((parameter) => ({
      parameter,
      detail: 'is not a parameter of this list; known: limit, cursor',
    }))
  const read = (parameter: string, parse: (text: string) => Reading<number>): number | null => {
    const texts = params.getAll(parameter)
    if (texts.length === 0) return null
    const text = readSingle(texts)
    const reading = text.ok ? parse(text.value) : text
    if (reading.ok) return reading.value
    errors.push({ parameter, detail: reading.detail })
    return null
  }
  const limit = read('limit', (text) => {
    const value = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0
    return value >= 1 && value <= MAX_LIMIT
      ? taken(value)
      : refused(`${quoted(text)} is not a whole number from 1 to ${MAX_LIMIT}`)
  })
  const before = read('cursor', (text) =>
    /^[1-9]\d{0,14}$/.test(text)
      ? taken(Number(text))
      : refused('is not a next_cursor of this list; begin again without it'),
  )
  return errors.length > 0 ? { ok: false, errors } : { ok: true, limit: limit ?? DEFAULT_LIMIT, before }
}

function sweepToDto(sweep: StoredSweep): SweepDto {
  const { snapshotId, startedAt, endedAt, cadenceMs, vantage, sources, outcomes, asked } = sweep
  const counts = outcomes && outcomesToDto(outcomes)
  const sum = (list: readonly { count: number }[]) => list.reduce((all, { count }) => all + count, 0)
  return {
    snapshot: snapshotId,
    started_at: isoMoment(startedAt),
    as_of: isoMoment(endedAt),
    duration_ms: endedAt - startedAt,
    cadence_ms: cadenceMs,
    vantage,
    nodes: counts && sum(counts),
    nodes_asked: asked,
    nodes_answered: counts && sum(counts.filter(({ outcome }) => isAnswered(outcome))),
    outcomes: counts,
    failing_sources: sources.flatMap(({ name, error }) => (error === null ? [] : { name, error })),
  }
}

const outcomesToDto = (outcomes: NonNullable<StoredSweep['outcomes']>): NonNullable<SweepDto['outcomes']> =>
  OUTCOME_KINDS.map((outcome) => ({ outcome, count: outcomes[outcome] ?? 0 })).filter(
    ({ count }) => count > 0,
  )
