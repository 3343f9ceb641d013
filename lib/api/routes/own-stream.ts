import type { LiveSession, StreamFamily } from '@/lib/routing/live/live-session'
import type { Answer } from '../answer'
import type { AnswerDeps, ApiRequest, Operation } from '../endpoint'
import { ofGate } from '../keys/key-problems'
import { routeProblem } from './route-problem'

/** Of the streams that the client's own key began, the one that the path names as `stream`; of others nobody is told that they are. */
export const ofOwnStream =
  (
    family: StreamFamily,
    handle: (session: LiveSession, request: ApiRequest, deps: AnswerDeps) => Answer | Promise<Answer>,
  ): Operation['handle'] =>
  (request, deps) => {
    const admittance = deps.gate(request, 'route')
    if (admittance.kind === 'refused') return routeProblem(ofGate(admittance))
    const { stream: name = '' } = request.segments
    const session = deps.routing.live.find({ family, name, keyId: admittance.key?.id ?? null })
    return session
      ? handle(session, request, deps)
      : routeProblem({ kind: 'not-found', detail: 'There is no such stream of yours.' })
  }
