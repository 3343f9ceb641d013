import type { Gpu } from '@/lib/domain/orchestrator-answer'
import { inventedGpuId } from './invented-identity'

/** Cards as a driver reports them: name, compute capability, memory in bytes. */
const CARDS = {
  'RTX 3090': { name: 'NVIDIA GeForce RTX 3090', major: 8, minor: 6, memoryTotalBytes: 25_769_803_776n },
  'RTX 4070 Ti SUPER': {
    name: 'NVIDIA GeForce RTX 4070 Ti SUPER',
    major: 8,
    minor: 9,
    memoryTotalBytes: 17_171_480_576n,
  },
  'RTX 4090': { name: 'NVIDIA GeForce RTX 4090', major: 8, minor: 9, memoryTotalBytes: 25_757_220_864n },
  'RTX 5090': { name: 'NVIDIA GeForce RTX 5090', major: 12, minor: 0, memoryTotalBytes: 34_190_917_632n },
  'RTX 6000 Ada': {
    name: 'NVIDIA RTX 6000 Ada Generation',
    major: 8,
    minor: 9,
    memoryTotalBytes: 51_527_024_640n,
  },
  'RTX A5000': { name: 'NVIDIA RTX A5000', major: 8, minor: 6, memoryTotalBytes: 25_757_220_864n },
  L4: { name: 'NVIDIA L4', major: 8, minor: 9, memoryTotalBytes: 24_152_899_584n },
  L40S: { name: 'NVIDIA L40S', major: 8, minor: 9, memoryTotalBytes: 48_305_799_168n },
  'A100 80GB': { name: 'NVIDIA A100-SXM4-80GB', major: 8, minor: 0, memoryTotalBytes: 85_899_345_920n },
  'H100 80GB': { name: 'NVIDIA H100 80GB HBM3', major: 9, minor: 0, memoryTotalBytes: 85_520_809_984n },
} as const

export type CardName = keyof typeof CARDS
export const CARD_NAMES: readonly CardName[] = Object.keys(CARDS).filter(isCardName)

export function isCardName(text: string): text is CardName {
  return Object.hasOwn(CARDS, text)
}

/** The card at that place of a node; idle it has nearly all of its memory free. */
export function gpuCard(node: string, place: number, card: CardName, freeShare = 0.98): Gpu {
  const { memoryTotalBytes, ...kind } = CARDS[card]
  const memoryFreeBytes = (memoryTotalBytes * BigInt(Math.round(freeShare * 1_000))) / 1_000n
  return { id: inventedGpuId(node, place), ...kind, memoryFreeBytes, memoryTotalBytes }
}
