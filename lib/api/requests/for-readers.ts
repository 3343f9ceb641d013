import type { Refused } from '@/lib/keys/gate'
import type { Answer } from '../answer'
import type { AnswerDeps, ApiRequest, Operation } from '../endpoint'
import { gateProblem } from '../keys/key-problems'
import { bearsOperatorKey } from '../operator'
import type { RequestReach } from './request-reach'

type ReaderOperation = Pick<Operation, 'doc'> & {
  readonly handle: (
    request: ApiRequest,
    deps: AnswerDeps,
    reach: RequestReach,
  ) => ReturnType<Operation['handle']>
}

/**
 * An operation for the operator, and for keys with the scope `read-requests`. How far each of them sees is decided here,
 * before the handler; whoever sees nothing gets the problem of their key (401 or 403).
 */
export const forReaders = ({ doc, handle }: ReaderOperation): Operation => ({
  doc,
  isForReaders: true,
  handle: (request, deps): Answer | Promise<Answer> => {
    const reach = reachOf(request, deps)
    return reach.kind === 'refused' ? gateProblem(reach) : handle(request, deps, reach)
  },
})

function reachOf(request: ApiRequest, deps: AnswerDeps): RequestReach | Refused {
  if (bearsOperatorKey(request, deps)) return { kind: 'all' }
  const admittance = deps.gate(request, 'read-requests')
  if (admittance.kind === 'refused') return admittance
  if (admittance.key === null) throw new Error('requests were to be read without a key')
  return { kind: 'own', keyId: admittance.key.id }
}
