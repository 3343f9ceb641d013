import type { Lease } from '@/lib/keys/key-limits'
import type { AnswerDeps, ApiRequest } from '../endpoint'
import { ofGate, ofLimit } from '../keys/key-problems'
import type { RouteProblem } from './route-problem'

/** Whoever may have a job carried, until `lease` ends. */
export interface AdmittedClient {
  readonly kind: 'admitted'
  /** Null: none is needed. */
  readonly keyId: string | null
  readonly lease: Lease
}

export type ClientAdmission = AdmittedClient | { readonly kind: 'refused'; readonly problem: RouteProblem }

/** By its key, and by what that may do. Before anything of the request is read. */
export function admitClient(
  request: ApiRequest,
  { gate, keyLimits }: Pick<AnswerDeps, 'gate' | 'keyLimits'>,
): ClientAdmission {
  const admittance = gate(request, 'route')
  if (admittance.kind === 'refused') return { kind: 'refused', problem: ofGate(admittance) }
  const { key } = admittance
  const limits = keyLimits.admit(key)
  if (!limits.ok) return { kind: 'refused', problem: ofLimit(limits) }
  return { kind: 'admitted', keyId: key?.id ?? null, lease: limits.lease }
}
