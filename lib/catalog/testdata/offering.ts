import { addressFromBytes } from '@/lib/domain/eth-address'
import type { Offering } from '../offering'

/** A warm model of a node; say only what the test is about. */
export const offering = (about: Partial<Offering> & { readonly wei?: bigint | null } = {}): Offering => {
  const { wei = 5n, ...rest } = about
  return {
    id: 'x',
    nodeUri: 'https://a.example:8935',
    advertisedUri: null,
    orchestrator: addressFromBytes(Uint8Array.of(1)),
    orchestratorName: null,
    kind: 'ai',
    pipeline: 'text-to-image',
    model: 'flux',
    state: 'warm',
    price:
      wei === null ? { kind: 'missing' } : { kind: 'stated', price: { wei, perUnits: 1n }, origin: 'model' },
    otherPrices: [],
    unit: 'pixel',
    capacity: null,
    capacityInUse: null,
    gpus: [],
    region: null,
    nodeVersion: null,
    runnerVersion: null,
    latencyMs: 10,
    observedAt: 0,
    cadenceMs: 60_000,
    nodeOutcome: 'ok',
    nodeHealth: { state: 'up', since: 0, recent: [true], failuresInARow: 0 },
    ...rest,
  }
}
