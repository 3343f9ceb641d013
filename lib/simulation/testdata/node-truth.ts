import { addressFromBytes } from '@/lib/domain/eth-address'
import type { NodeTruth } from '../network'

/** A healthy, warm node that takes ten seconds for a job of one, with one slot and no queue. */
export const nodeTruth = (index: number, parts: Partial<NodeTruth> = {}): NodeTruth => ({
  index,
  id: `n${index}`,
  orchestrator: addressFromBytes(Uint8Array.of(index + 1)),
  stake: 1n,
  price: { wei: 1_000n, perUnits: 1n },
  roundTripMs: 50,
  serviceMs: 10_000,
  loadMs: 20_000,
  isAlwaysWarm: true,
  slots: 1,
  queue: 0,
  profile: 'healthy',
  ...parts,
  behaviour: { spells: [], failShare: 1, chargeFactor: 1n, claimsWarm: false, ...parts.behaviour },
})
