import { expect, test } from 'vitest'
import type { GpuGroupDto } from '@/lib/api/contract/gpu-group'
import { sortGpus } from './sort-gpus'

const card = (name: string, about: Partial<GpuGroupDto> = {}): GpuGroupDto => ({
  name,
  memory_total_bytes: null,
  vram_gb: null,
  cards: 1,
  nodes: 1,
  models: [],
  regions: [],
  pipelines: [],
  ...about,
})

test('a card whose memory nobody states comes last in either direction', () => {
  const gpus = [card('a'), card('b', { vram_gb: 24 }), card('c', { vram_gb: 80 })]
  const names = (isDescending: boolean) =>
    sortGpus(gpus, { key: 'memory', isDescending }).map(({ name }) => name)
  expect([names(false), names(true)]).toEqual([
    ['b', 'c', 'a'],
    ['c', 'b', 'a'],
  ])
})

test('without an order they stay as they came', () => {
  const gpus = [card('b'), card('a')]
  expect(sortGpus(gpus, null)).toBe(gpus)
})
