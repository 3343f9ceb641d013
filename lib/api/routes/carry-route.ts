import { capabilityOf } from '@/lib/domain/pipeline'
import type { RoutedRequest, RouteOutcome } from '@/lib/domain/routed-request'
import type { JournalEntry } from '@/lib/requests/request-journal'
import { Carriage, type CarriageEnd, type Carried } from '@/lib/routing/carriage'
import type { AnswerReader } from '@/lib/routing/client-job'
import { limitsOf } from '@/lib/routing/route-limits'
import { type Answer, BodyBrokenOff, BodyTooLarge, PRESENT_CLIENT } from '../answer'
import type { AnswerDeps, ApiRequest } from '../endpoint'
import { RETRY_AFTER, reasonNotCollected } from '../endpoints/respond'
import { quoted } from '../listing/reading'
import { DEFAULT_SHOW, decide } from '../selection/decide'
import { type Hints, readHints } from './hints'
import type { InputReading, RouteInput } from './route-input'
import { type RouteProblem, routeProblem } from './route-problem'
import { servedHeaders } from './served-headers'

/** One route of an AI pipeline. */
export interface PipelineRoute {
  /** As it stands in records: `/v1/chat/completions`. */
  readonly path: string
  readonly pipeline: string
  readonly readInput: (request: ApiRequest, deps: AnswerDeps) => Promise<InputReading>
  readonly reader: (about: ReaderContext) => AnswerReader
}

export interface ReaderContext {
  readonly requestId: string
  readonly hints: Hints
  readonly input: RouteInput
  readonly request: ApiRequest
  readonly deps: AnswerDeps
}

/** What is kept of a request that does not come so far as to be carried. */
const NOTHING_CARRIED: CarriageEnd = {
  outcome: 'refused',
  attempts: [],
  units: null,
  costWei: null,
  paidWei: 0n,
  bytesOut: 0,
  waitedMs: 0,
}

/** A client's job → an orchestrator's answer, or the problem that says why there is none. Each has one record. */
export async function carryRoute(
  request: ApiRequest,
  deps: AnswerDeps,
  route: PipelineRoute,
): Promise<Answer> {
  const passage = new Passage(request, deps, route)
  try {
    return await passage.answer()
  } catch (error) {
    return passage.failed(error)
  }
}

class Passage {
  readonly #id: string
  readonly #startedAt: number
  readonly #cameAt: number
  #input: RouteInput | null = null
  #entry: JournalEntry | null = null
  #decision: object | null = null
  #model: string | null = null
  #firstByteMs: number | null = null
  #end: CarriageEnd = NOTHING_CARRIED
  #isRecorded = false

  constructor(
    private readonly request: ApiRequest,
    private readonly deps: AnswerDeps,
    private readonly route: PipelineRoute,
  ) {
    this.#id = deps.routing.newId()
    this.#startedAt = deps.now()
    this.#cameAt = this.#now()
  }

  async answer(): Promise<Answer> {
    const { request, deps, route } = this
    const { routing } = deps
    const hints = readHints(request)
    if (!hints.ok)
      return this.#refuse({
        kind: 'unreadable-hints',
        detail: hints.errors.map(({ parameter, detail }) => `${parameter} ${detail}`).join('; '),
        param: hints.errors[0]?.parameter ?? null,
      })
    const reading = await route.readInput(request, deps)
    if (!reading.ok) return this.#refuse(reading.problem)
    const { input } = reading
    this.#input = input
    this.#model = input.model
    const { rules, isDryRun, allowsFallback, repeatsPaid, timeoutMs } = hints.hints
    const body = {
      ...rules,
      pipeline: route.pipeline,
      size: input.size,
      ...(input.model && { model: input.model }),
    }
    const decision = await decide(body, request, deps)
    if (decision.kind === 'not-collected')
      return this.#refuse(
        { kind: 'nothing-collected', detail: reasonNotCollected(deps.reader), headers: RETRY_AFTER },
        'nobody',
      )
    if (decision.kind === 'unreadable')
      return this.#refuse({
        kind: 'unreadable-hints',
        detail: decision.errors.map(({ parameter, detail }) => `${parameter} ${detail}`).join('; '),
        param: decision.errors[0]?.parameter ?? null,
      })
    if (isDryRun) {
      input.release()
      return dryRun(decision.toDto(DEFAULT_SHOW))
    }
    const { selection, catalog, seed } = decision
    this.#model = selection.job.model
    const shown = decision.toDto(KEPT_SHOW)
    this.#decision = shown
    this.#entry = deps.requests.begin({
      id: this.#id,
      startedAt: this.#startedAt,
      route: route.path,
      keyId: null,
      kind: 'ai',
      pipeline: route.pipeline,
      model: this.#model,
    })
    if (selection.chosen === null)
      return this.#refuse(
        selection.rejected.length === 0
          ? {
              kind: 'model-not-offered',
              detail: `Nobody offers ${this.#model === null ? route.pipeline : `the model ${quoted(this.#model)} for ${route.pipeline}`}; /api/v1/models lists all.`,
            }
          : { kind: 'nobody-available', detail: shown.explanation, headers: RETRY_AFTER },
        'nobody',
      )
    const limits = limitsOf(route.pipeline, routing.limits)
    const carriage = new Carriage(
      {
        catalog,
        seed,
        selection,
        cameAt: this.#cameAt,
        path: route.pipeline,
        capability: capabilityOf(route.pipeline) ?? 0,
        payload: input.payload,
        limits: timeoutMs === null ? limits : { ...limits, totalMs: Math.min(limits.totalMs, timeoutMs) },
        allowsFallback,
        repeatsPaid,
        reader: route.reader({ requestId: this.#id, hints: hints.hints, input, request, deps }),
        client: request.client ?? PRESENT_CLIENT,
      },
      routing.carriage,
      (end) => {
        this.#end = end
        // A stream is over when its client has been answered long since.
        if (this.#firstByteMs !== null) this.#record(200, null)
      },
    )
    return this.#tell(await carriage.carry(), {
      explanation: hints.hints.explains ? shown.explanation : null,
    })
  }

  /** Whatever went wrong with us, or with the client's connection. */
  failed(error: unknown): Answer {
    if (error instanceof BodyTooLarge)
      return this.#refuse({ kind: 'input-too-large', detail: `Here ${error.message}.` })
    if (error instanceof BodyBrokenOff)
      return this.#refuse({ kind: 'unreadable-input', detail: `Here ${error.message}.` })
    this.deps.onError(error)
    return this.#refuse(
      { kind: 'internal-error', detail: 'The server failed to make this answer; its log says why.' },
      'failed',
    )
  }

  #tell(carried: Carried, { explanation }: { explanation: string | null }): Answer {
    switch (carried.kind) {
      case 'document':
      case 'stream': {
        this.#firstByteMs = this.#now() - this.#cameAt
        const headers = {
          'content-type': carried.contentType,
          ...(carried.kind === 'stream' ? STREAM_HEADERS : NO_STORE),
          ...servedHeaders(carried.served, {
            requestId: this.#id,
            attempts: this.#end.attempts,
            totalMs: this.#firstByteMs,
            waitedMs: this.#end.waitedMs,
            explanation,
          }),
        }
        if (carried.kind === 'stream') return { status: 200, headers, body: carried.body }
        this.#record(200, null)
        return { status: 200, headers, body: Buffer.from(carried.body) }
      }
      case 'refused':
        return this.#problem({
          kind: REFUSED[carried.status],
          detail: `The runner refused the input: ${carried.detail}`,
        })
      case 'nobody':
        return this.#problem({ kind: 'nobody-available', detail: told(carried.detail), headers: RETRY_AFTER })
      case 'busy':
        return this.#problem({ kind: 'all-busy', detail: told(carried.detail), headers: RETRY_AFTER })
      case 'failed':
        return this.#problem({
          kind: 'all-failed',
          detail: `Those that were tried failed: ${carried.detail}.`,
        })
      case 'timed-out':
        return this.#problem({ kind: 'not-in-time', detail: told(carried.detail) })
      case 'client-gone':
        this.#record(CLIENT_GONE, null)
        // Nobody reads it.
        return { status: CLIENT_GONE, headers: {}, body: null }
    }
  }

  /** Before anybody was tried. */
  #refuse(problem: RouteProblem, outcome: RouteOutcome = 'refused'): Answer {
    this.#end = { ...this.#end, outcome }
    return this.#problem(problem)
  }

  #problem(problem: RouteProblem): Answer {
    const answer = routeProblem({ ...problem, headers: { 'x-request-id': this.#id, ...problem.headers } })
    this.#record(answer.status, problem.kind)
    return answer
  }

  #record(status: number, problem: string | null): void {
    this.#input?.release()
    if (this.#isRecorded) return
    this.#isRecorded = true
    const { attempts, outcome, units, costWei, paidWei, bytesOut, waitedMs } = this.#end
    const { route, deps } = this
    const totalMs = this.#now() - this.#cameAt
    const record: RoutedRequest = {
      id: this.#id,
      startedAt: this.#startedAt,
      endedAt: deps.now(),
      route: route.path,
      keyId: null,
      kind: 'ai',
      pipeline: route.pipeline,
      model: this.#model,
      outcome,
      status,
      problem,
      attempts,
      decision: this.#decision,
      bytesIn: this.#input?.payload.bytes ?? 0,
      bytesOut,
      units,
      costWei,
      paidWei,
      usdPerEth: null,
      chargeUsd: null,
      overheadMs: attempts.length === 0 ? null : (this.#firstByteMs ?? totalMs) - waitedMs,
      firstByteMs: this.#firstByteMs,
      totalMs,
    }
    const entry =
      this.#entry ??
      deps.requests.begin({
        id: record.id,
        startedAt: record.startedAt,
        route: record.route,
        keyId: record.keyId,
        kind: record.kind,
        pipeline: record.pipeline,
        model: record.model,
      })
    entry.end(record)
  }

  #now(): number {
    return this.deps.routing.carriage.monotonicMs()
  }
}

/** What is kept of a decision; all of it would be more than of the request. */
const KEPT_SHOW = { ranking: 5, rejections: 10, notServing: 0 }
const NO_STORE = { 'cache-control': 'no-store' }
const STREAM_HEADERS = { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' }
/** As nginx writes it into its log. */
const CLIENT_GONE = 499
const REFUSED = { 400: 'refused-input', 413: 'input-too-large', 422: 'refused-fields' } as const

const told = (detail: string): string => `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`

const dryRun = (dto: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: Buffer.from(JSON.stringify(dto)),
})
