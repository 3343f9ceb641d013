import type { ApiKey, KeyScope } from '@/lib/domain/api-key'
import type { KeyBoard } from './key-board'
import { secretOf } from './secret-of'
import { isLocalHost, isLocalOrigin, isLoopbackAddress } from './this-machine'

/** Whose jobs are carried: of keys; also of this very machine; of anybody. */
export const ROUTING_AUTHS = ['keys', 'open', 'open-to-anyone'] as const
export type RoutingAuth = (typeof ROUTING_AUTHS)[number]

/** What a door knows of a request. */
export interface GateRequest {
  readonly header: (name: string) => string | null
  /** The address that the connection comes from; null, or left out: the door does not know. */
  readonly peer?: string | null | undefined
}

export const GATE_REFUSALS = ['missing', 'unknown', 'revoked', 'expired', 'scope', 'foreign-page'] as const
export type GateRefusal = (typeof GATE_REFUSALS)[number]

export interface Refused {
  readonly kind: 'refused'
  readonly reason: GateRefusal
  /** In a sentence or two, for whoever sent it; nothing of what was sent. */
  readonly detail: string
}

export type Admittance =
  | { readonly kind: 'admitted' /** Null: none is needed. */; readonly key: ApiKey | null }
  | Refused

export type Gate = (request: GateRequest, scope: KeyScope) => Admittance

/**
 * Who may come in for what. Whoever shows a key is judged by it in every way of opening, and only jobs are ever carried
 * for somebody without one: whatever else needs a key belongs to somebody.
 */
export const createGate =
  ({ keys, auth }: { readonly keys: Pick<KeyBoard, 'find'>; readonly auth: RoutingAuth }): Gate =>
  (request, scope) => {
    const isOpen = auth !== 'keys' && scope === 'route'
    const secret = secretOf(request)
    if (secret === null) {
      if (!isOpen) return refusedAs('missing')
      return auth === 'open-to-anyone' ? NOBODY : judgeWithoutKey(request)
    }
    const found = keys.find(secret)
    if (found.kind === 'known')
      return found.key.scopes.includes(scope)
        ? { kind: 'admitted', key: found.key }
        : refused('scope', `This key is not for that: it has not the scope ${scope}.`)
    // Programs that cannot do without one send any.
    if (found.kind === 'unknown' && isOpen && auth === 'open-to-anyone') return NOBODY
    return refusedAs(found.kind)
  }

const NOBODY: Admittance = { kind: 'admitted', key: null }

/** Whoever passes a request on says so in one of these. */
const PASSED_ON = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']

/** A page of a stranger, open on this machine, could spend money; so could one whose name leads here. */
function judgeWithoutKey({ header, peer = null }: GateRequest): Admittance {
  const host = header('host')
  const isOfThisMachine =
    peer !== null && isLoopbackAddress(peer) && PASSED_ON.every((name) => header(name) === null)
  if (!isOfThisMachine || host === null)
    return refused(
      'missing',
      `${HOW_TO_SEND} Only what comes straight from the machine of this server needs none.`,
    )
  if (!isLocalHost(host))
    return refused(
      'foreign-page',
      "Without a key this server is to be called localhost, 127.0.0.1 or [::1]: another name may be a stranger's that leads here.",
    )
  const origin = header('origin')
  const isForeign = origin === null ? header('sec-fetch-site') === 'cross-site' : !isLocalOrigin(origin)
  return isForeign
    ? refused('foreign-page', 'Without a key only pages that this machine serves may ask for that.')
    : NOBODY
}

const HOW_TO_SEND = 'Send an API key: "authorization: Bearer KEY", or "x-api-key: KEY".'

const DETAILS = {
  missing: HOW_TO_SEND,
  unknown: 'There is no such key here.',
  revoked: 'This key was revoked.',
  expired: 'This key has expired.',
}

const refusedAs = (reason: keyof typeof DETAILS): Refused => refused(reason, DETAILS[reason])
const refused = (reason: GateRefusal, detail: string): Refused => ({ kind: 'refused', reason, detail })
