import { gibOf } from './gib'

/** Sizes in which cards are sold (GB, meaning GiB as their makers do). */
const SIZES = [2, 3, 4, 6, 8, 10, 11, 12, 16, 20, 24, 32, 40, 48, 64, 80, 94, 96, 141, 180, 192, 288]

/** A card may say a little more than its name. */
const TOLERANCE_GIB = 0.25

/** The size on the box of a card that reports so much memory: 32 for 31.84 GiB, 24 for 22.5; null when it reports none. */
export function vramClassGb(memoryTotalBytes: bigint | null): number | null {
  if (memoryTotalBytes === null || memoryTotalBytes <= 0n) return null
  const gib = gibOf(memoryTotalBytes)
  return SIZES.find((size) => gib <= size + TOLERANCE_GIB) ?? Math.ceil(gib)
}
