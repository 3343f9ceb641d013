import { addressFromBytes } from '../eth-address'
import type { Gpu, ModelConstraint, OrchestratorAnswer } from '../orchestrator-answer'

/** An answer that a gateway would list; say only what the test is about. */
export const answer = (about: Partial<OrchestratorAnswer> = {}): OrchestratorAnswer => ({
  transcoder: 'https://orchestrator.example:8935',
  recipient: addressFromBytes(Uint8Array.of(1)),
  localAddress: addressFromBytes(Uint8Array.of(2)),
  addressLength: 20,
  capabilities: null,
  priceInfo: { pricePerUnit: 1_200n, pixelsPerUnit: 1n, capability: 0, constraint: '' },
  capabilitiesPrices: [],
  hardware: [],
  nodes: [],
  ...about,
})

export const model = (about: Partial<ModelConstraint> = {}): ModelConstraint => ({
  warm: true,
  capacity: 1,
  runnerVersion: '0.14.1',
  capacityInUse: 0,
  ...about,
})

/** Advertised models per capability number. */
export const advertising = (
  models: Record<number, Record<string, ModelConstraint>>,
): Partial<OrchestratorAnswer> => ({
  capabilities: {
    bitstring: [],
    mandatories: [],
    capacities: new Map(),
    version: '0.9.1',
    constraints: {
      minVersion: '',
      perCapability: new Map(
        Object.entries(models).map(([capability, byName]) => [
          Number(capability),
          new Map(Object.entries(byName)),
        ]),
      ),
    },
  },
})

export const gpu = (about: Partial<Gpu> = {}): Gpu => ({
  id: 'GPU-1',
  name: 'NVIDIA GeForce RTX 4090',
  major: 8,
  minor: 9,
  memoryFreeBytes: 0n,
  memoryTotalBytes: 25_757_220_864n,
  ...about,
})
