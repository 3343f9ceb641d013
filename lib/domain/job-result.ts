/** Why a job failed through no fault of its client: a closed set, decided where the failure is born. */
export const FAULT_CAUSES = [
  'refused',
  'unreachable',
  'dns',
  'tls',
  'connect-timed-out',
  'reset',
  'timed-out',
  'too-slow',
  'truncated',
  'bad-answer',
  'server-error',
] as const
export type FaultCause = (typeof FAULT_CAUSES)[number]

export const isFaultCause = (text: string): text is FaultCause =>
  (FAULT_CAUSES as readonly string[]).includes(text)

/** One sentence per cause, for people. */
export const FAULT_SENTENCES: Readonly<Record<FaultCause, string>> = {
  refused: 'Nothing listened on that port.',
  unreachable: 'There was no route to the host.',
  dns: 'The host name did not resolve.',
  tls: 'The secure connection could not be set up.',
  'connect-timed-out': 'No connection within the time for it.',
  reset: 'The connection was cut before an answer.',
  'timed-out': 'Connected, but no answer in time.',
  'too-slow': 'The answer came, but too slowly to be of use.',
  truncated: 'The answer broke off.',
  'bad-answer': 'The answer was not what the protocol says.',
  'server-error': 'The orchestrator answered with an error of its own.',
}

/**
 * What became of a job, as far as it says something of whoever ran it. `neutral` says nothing: the client's own mistake
 * (4xx), no place free (busy, insufficient capacity), a client that went away.
 */
export type JobResult =
  | { readonly kind: 'success' }
  | { readonly kind: 'neutral' }
  | { readonly kind: 'fault'; readonly cause: FaultCause }

/**
 * What the fault of an offering's job says of its node. No connection is the node's doing. Whoever answers, if only with
 * an error, is there. Between the two anything may have happened.
 */
const SAID_OF_NODE: Readonly<Record<FaultCause, JobResult['kind']>> = {
  refused: 'fault',
  unreachable: 'fault',
  dns: 'fault',
  tls: 'fault',
  'connect-timed-out': 'fault',
  reset: 'neutral',
  'timed-out': 'neutral',
  'too-slow': 'neutral',
  truncated: 'neutral',
  'bad-answer': 'success',
  'server-error': 'success',
}

export function resultOfNode(result: JobResult): JobResult {
  if (result.kind !== 'fault') return result
  const kind = SAID_OF_NODE[result.cause]
  return kind === 'fault' ? result : { kind }
}

/** The causes for which a node is suspended as a whole. */
export const NODE_FAULT_CAUSES: readonly FaultCause[] = FAULT_CAUSES.filter(
  (cause) => SAID_OF_NODE[cause] === 'fault',
)
