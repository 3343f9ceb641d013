import type { LiveRunner } from '@/lib/domain/live-runner'

/** A runner as an orchestrator's `/discovery` states it; say only what the test is about. */
export const statedRunner = (about: Record<string, unknown> = {}): Record<string, unknown> => ({
  url: 'https://a.example:8935/apps/1/session',
  app: 'daydream/scope',
  version: '1.2.0',
  mode: 'persistent',
  metadata: '',
  gpu: { id: 'GPU-1', name: 'NVIDIA H100', vram_mb: 81_559 },
  capacity: 2,
  capacity_used: 1,
  capacity_available: 1,
  price_info: { price: 123_456, currency: 'wei', unit: 'seconds' },
  ...about,
})

/** The same runner, read. */
export const liveRunner = (about: Partial<LiveRunner> = {}): LiveRunner => ({
  url: 'https://a.example:8935/apps/1/session',
  app: 'daydream/scope',
  version: '1.2.0',
  mode: 'persistent',
  metadata: '',
  gpu: { id: 'GPU-1', name: 'NVIDIA H100', vramMb: 81_559 },
  capacity: 2,
  capacityUsed: 1,
  capacityAvailable: 1,
  price: { wei: 123_456n, perUnits: 1n, unit: 'seconds', spelling: '123456' },
  ...about,
})
