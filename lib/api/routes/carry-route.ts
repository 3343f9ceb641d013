import type { OfferingKind } from '@/lib/domain/offering-kind'
import { capabilityOf } from '@/lib/domain/pipeline'
import type { RouteOutcome } from '@/lib/domain/routed-request'
import { AiErrand } from '@/lib/routing/ai-errand'
import { Carriage, type CarriageEnd, type Carried } from '@/lib/routing/carriage'
import type { AnswerReader } from '@/lib/routing/client-job'
import type { Errand } from '@/lib/routing/errand'
import { guardedReader } from '@/lib/routing/guarded-reader'
import { limitsOf, type RouteLimits } from '@/lib/routing/route-limits'
import { type Answer, BodyBrokenOff, BodyTooLarge, PRESENT_CLIENT } from '../answer'
import type { AnswerDeps, ApiRequest } from '../endpoint'
import { RETRY_AFTER, reasonNotCollected } from '../endpoints/respond'
import { DEFAULT_SHOW, decide } from '../selection/decide'
import { type AdmittedClient, admitClient } from './admit-client'
import { nobodyFor, problemOfCarried, unreadableHints } from './carried-problems'
import { type Hints, readHints } from './hints'
import type { InputReading, RouteInput } from './route-input'
import { type RouteProblem, routeProblem } from './route-problem'
import { RouteRecord } from './route-record'
import { servedHeaders } from './served-headers'
import { UploadUnkept } from './spooled-file'

/** One route of a pipeline, or of what an orchestrator calls one. */
export interface PipelineRoute {
  /** Of the request; left out: a new one. */
  readonly id?: string
  /** As it stands in records: `/v1/chat/completions`. */
  readonly path: string
  /** Left out: of AI pipelines. */
  readonly kind?: OfferingKind
  readonly pipeline: string
  readonly readInput: (
    request: ApiRequest,
    deps: AnswerDeps,
    client: Pick<AdmittedClient, 'keyId'>,
  ) => Promise<InputReading>
  readonly reader: (about: ReaderContext) => AnswerReader
  /** Left out: as jobs of AI pipelines are sent. */
  readonly errand?: (about: ReaderContext) => Errand
  /** Where it has its own, whatever is set for all. */
  readonly limits?: Partial<RouteLimits>
}

export interface ReaderContext {
  readonly requestId: string
  /** Of the client's key; null: none is needed. */
  readonly keyId: string | null
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

/** A client's job → an orchestrator's answer, or the problem that says why there is none. Each that is let in has one record. */
export async function carryRoute(
  request: ApiRequest,
  deps: AnswerDeps,
  route: PipelineRoute,
): Promise<Answer> {
  const admitted = admitClient(request, deps)
  if (admitted.kind === 'refused') return routeProblem(admitted.problem)
  const passage = new Passage(request, deps, route, admitted)
  try {
    return await passage.answer()
  } catch (error) {
    return passage.failed(error)
  }
}

class Passage {
  readonly #record: RouteRecord
  #input: RouteInput | null = null
  #end: CarriageEnd = NOTHING_CARRIED
  #isOver = false

  constructor(
    private readonly request: ApiRequest,
    private readonly deps: AnswerDeps,
    private readonly route: PipelineRoute,
    private readonly admitted: AdmittedClient,
  ) {
    this.#record = new RouteRecord(
      {
        id: route.id ?? deps.routing.newId(),
        route: route.path,
        kind: kindOf(route),
        pipeline: route.pipeline,
      },
      admitted,
      deps,
    )
  }

  async answer(): Promise<Answer> {
    const { request, deps, route } = this
    const { routing } = deps
    const record = this.#record
    const hints = readHints(request)
    if (!hints.ok) return this.#refuse(unreadableHints(hints.errors))
    const reading = await route.readInput(request, deps, this.admitted)
    if (!reading.ok) return this.#refuse(reading.problem)
    const { input } = reading
    this.#input = input
    record.reads(input)
    const { rules, isDryRun, allowsFallback, repeatsPaid, timeoutMs, hedgeMs, explains } = hints.hints
    const body = {
      ...rules,
      kind: kindOf(route),
      pipeline: route.pipeline,
      size: input.size,
      ...(input.model && { model: input.model }),
      ...(input.only && { only: [...input.only] }),
      ...(input.exclude && { exclude: [...input.exclude] }),
    }
    const decision = await decide(body, request, deps)
    if (decision.kind === 'not-collected')
      return this.#refuse(
        { kind: 'nothing-collected', detail: reasonNotCollected(deps.reader), headers: RETRY_AFTER },
        'nobody',
      )
    if (decision.kind === 'unreadable') return this.#refuse(unreadableHints(decision.errors))
    const { selection, market, seed } = decision
    if (isDryRun) {
      input.release()
      record.drop()
      return dryRun(decision.toDto(DEFAULT_SHOW))
    }
    const shown = decision.toDto(KEPT_SHOW)
    record.decides(shown, selection.job.model, market)
    if (selection.chosen === null) return this.#refuse(nobodyFor(selection, shown.explanation), 'nobody')
    const limits: RouteLimits = {
      ...limitsOf(route.pipeline, routing.limits),
      ...(hedgeMs !== null && { hedgeMs }),
      ...route.limits,
    }
    const about = {
      requestId: record.id,
      keyId: this.admitted.keyId,
      hints: hints.hints,
      input,
      request,
      deps,
    }
    const carriage = new Carriage(
      {
        catalog: market.catalog,
        seed,
        selection,
        cameAt: record.cameAt,
        errand: route.errand?.(about) ?? aiErrand(route, routing),
        payload: input.payload,
        limits: timeoutMs === null ? limits : { ...limits, totalMs: Math.min(limits.totalMs, timeoutMs) },
        allowsFallback,
        repeatsPaid,
        reader: guardedReader(route.reader(about), deps.onError),
        client: request.client ?? PRESENT_CLIENT,
      },
      routing.carriage,
      (end) => {
        this.#end = end
        this.#isOver = true
        // Most streams are over when their client has been answered long since.
        if (record.isAnswered) this.#close(200)
      },
    )
    return this.#tell(await carriage.carry(), explains ? shown.explanation : null)
  }

  /** Whatever went wrong with us, or with the client's connection. */
  failed(error: unknown): Answer {
    if (error instanceof BodyTooLarge)
      return this.#refuse({ kind: 'input-too-large', detail: `Here ${error.message}.` })
    if (error instanceof BodyBrokenOff)
      // It is mostly that of somebody who went.
      return this.request.client?.isGone
        ? this.#gone()
        : this.#refuse({ kind: 'unreadable-input', detail: `Here ${error.message}.` })
    this.deps.onError(error)
    if (error instanceof UploadUnkept)
      return this.#refuse(
        {
          kind: 'upload-unkept',
          detail: 'A large upload waits on the disk of this server, which cannot be written now.',
          headers: RETRY_AFTER,
        },
        'failed',
      )
    return this.#refuse(
      { kind: 'internal-error', detail: 'The server failed to make this answer; its log says why.' },
      'failed',
    )
  }

  #tell(carried: Carried, explanation: string | null): Answer {
    switch (carried.kind) {
      case 'document':
      case 'opened':
      case 'stream': {
        const totalMs = this.#record.answers()
        const headers = {
          'content-type': carried.contentType,
          ...(carried.kind === 'stream' ? STREAM_HEADERS : NO_STORE),
          ...carried.headers,
          ...servedHeaders(carried.served, { requestId: this.#record.id, totalMs, explanation }),
        }
        if (carried.kind === 'stream') {
          // One that came all at once is over already.
          if (this.#isOver) this.#close(200)
          return { status: 200, headers, body: carried.body }
        }
        const { status = 200, body } = carried
        if (this.#isOver) this.#close(status)
        return { status, headers, body: body.length === 0 ? null : Buffer.from(body) }
      }
      case 'client-gone':
        return this.#gone()
      default:
        return this.#problem(problemOfCarried(carried))
    }
  }

  /** Nobody reads what is answered. */
  #gone(): Answer {
    this.#end = { ...this.#end, outcome: 'client-gone' }
    this.#close(CLIENT_GONE)
    return { status: CLIENT_GONE, headers: {}, body: null }
  }

  /** Before anybody was tried. */
  #refuse(problem: RouteProblem, outcome: RouteOutcome = 'refused'): Answer {
    this.#end = { ...this.#end, outcome }
    return this.#problem(problem)
  }

  #problem(problem: RouteProblem): Answer {
    const answer = routeProblem({
      ...problem,
      headers: { 'x-request-id': this.#record.id, ...problem.headers },
    })
    this.#close(answer.status, problem.kind)
    return answer
  }

  #close(status: number, problem: string | null = null): void {
    this.#input?.release()
    this.#record.close(this.#end, { status, problem })
  }
}

const kindOf = ({ kind = 'ai' }: PipelineRoute): OfferingKind => kind

const aiErrand = ({ pipeline }: PipelineRoute, { ai }: AnswerDeps['routing']): Errand =>
  new AiErrand({ pipeline, capability: capabilityOf(pipeline) ?? 0 }, ai)

/** What is kept of a decision; all of it would be more than of the request. */
const KEPT_SHOW = { ranking: 5, rejections: 10, notServing: 0 }
const NO_STORE = { 'cache-control': 'no-store' }
const STREAM_HEADERS = { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' }
/** As nginx writes it into its log. */
const CLIENT_GONE = 499

const dryRun = (dto: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: Buffer.from(JSON.stringify(dto)),
})
