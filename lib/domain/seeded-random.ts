/** Chance that a seed repeats: the same seed gives the same row of numbers on every machine. Not for secrets. */
export interface SeededRandom {
  /** 0 ≤ n < 1. */
  next(): number
  /** A whole number, `from` and `to` included. */
  int(from: number, to: number): number
  pick<T>(items: readonly [T, ...T[]]): T
  shuffle<T>(items: readonly T[]): T[]
  bytes(length: number): Uint8Array
}

export function seededRandom(seed: string): SeededRandom {
  let state = fnv1a(seed)
  // mulberry32: 32 bits of state are plenty for a play.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    int,
    pick: (items) => items[int(0, items.length - 1)] ?? items[0],
    shuffle: (items) =>
      items
        .map((item) => ({ item, place: next() }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item),
    bytes: (length) => Uint8Array.from({ length }, () => int(0, 255)),
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
