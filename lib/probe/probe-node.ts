import { judgeAnswer } from '@/lib/domain/judge-answer'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import type { AnsweredKind, UnansweredKind } from '@/lib/domain/outcome'
import { printable } from '@/lib/domain/printable'
import { dialTarget, type ServiceUri } from '@/lib/domain/service-uri'
import type { AskerIdentity } from '@/lib/livepeer/asker-identity'
import { CallError } from '@/lib/livepeer/call-error'
import { decodeAnswer } from '@/lib/livepeer/decode-answer'
import { WireFormatError } from '@/lib/livepeer/message-codec'
import { askOrchestrator, inventoryRequest } from '@/lib/livepeer/orchestrator-client'
import type { CallTimings } from '@/lib/livepeer/unary-call'
import type { DialPolicy } from '@/lib/net/dial-policy'
import { type Lookup, resolveHost } from '@/lib/net/resolve-host'
import { canonicalAnswer } from './canonical-answer'
import { classifyFailure } from './classify-failure'

/** What one question to one node brought. `detail` is in the node's or the network stack's words, cleaned and cut. */
export type ProbeResult =
  | {
      readonly kind: AnsweredKind
      readonly detail: string | null
      readonly answer: OrchestratorAnswer
      /** From the first packet of the connection to the parsed answer. */
      readonly latencyMs: number
      readonly roundTrip: RoundTrip
      readonly isSimulated: boolean
      /** The one that was dialled. */
      readonly address: string
    }
  | { readonly kind: UnansweredKind; readonly detail: string | null }

/** Where the time went, in ms: name resolution, then the steps of the call. */
type RoundTrip = CallTimings & { readonly dnsMs: number }

export interface ProbeDeps {
  readonly lookup: Lookup
  readonly policy: DialPolicy
  readonly identity: AskerIdentity
  /** Wall clock (ms), for moments. */
  readonly now: () => number
  /** Monotonic clock (ms), for durations. */
  readonly monotonicMs: () => number
}

/**
 * Asks one node once. Resolves within `timeoutMs` whatever the node does, name resolution included;
 * rejects only when `signal` is aborted.
 */
export async function probeNode(
  uri: ServiceUri,
  { lookup, policy, identity, monotonicMs }: ProbeDeps,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<ProbeResult> {
  const { host, port, isTls } = dialTarget(uri)
  const startedAt = monotonicMs()
  const resolved = await within(resolveHost({ host, port }, { lookup, policy }), timeoutMs, signal)
  if (resolved === 'late') return { kind: 'dns', detail: `${host} was not resolved within ${timeoutMs} ms` }
  if (resolved.kind !== 'resolved') return { kind: resolved.kind, detail: printable(resolved.detail) }

  const dialledAt = monotonicMs()
  try {
    const target = { host, address: resolved.address, port, isTls }
    const options = { timeoutMs: timeoutMs - (dialledAt - startedAt), signal, monotonicMs }
    const { bytes, isSimulated, timings } = await askOrchestrator(target, inventoryRequest(identity), options)
    const answer = canonicalAnswer(decodeAnswer(bytes))
    const roundTrip = { dnsMs: dialledAt - startedAt, ...timings }
    const latencyMs = monotonicMs() - dialledAt
    return { ...judgeAnswer(answer), answer, latencyMs, roundTrip, isSimulated, address: resolved.address }
  } catch (error) {
    if (error instanceof CallError)
      return { kind: classifyFailure(error.failure), detail: printable(error.message) }
    if (error instanceof WireFormatError)
      return { kind: 'bad-answer', detail: printable(`not a valid message: ${error.message}`) }
    throw error
  }
}

async function within<T>(work: Promise<T>, timeoutMs: number, signal: AbortSignal): Promise<T | 'late'> {
  signal.throwIfAborted()
  let timer: NodeJS.Timeout | undefined
  let abort: (() => void) | undefined
  const limit = new Promise<'late'>((resolve, reject) => {
    timer = setTimeout(() => resolve('late'), timeoutMs)
    abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
    if (abort) signal.removeEventListener('abort', abort)
  }
}
