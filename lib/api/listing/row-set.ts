/** Some of a list's rows by their numbers, 32 rows to a word, so that thousands are sifted in a few hundred steps. */
export type RowSet = Uint32Array

const BITS = 32

/** The rows whose flag is 1. */
export function rowSet(flags: Uint8Array): RowSet {
  const words = new Uint32Array(Math.ceil(flags.length / BITS))
  for (let w = 0, row = 0; w < words.length; w++) {
    let word = 0
    for (let bit = 0; bit < BITS; bit++, row++) word |= (flags[row] ?? 0) << bit
    words[w] = word
  }
  return words
}

/** The rows of whose places (or -1 for none) `wanted` says 1, at an index one higher. */
export function rowsOfPlaces(placeOf: Int32Array, wanted: Uint8Array): RowSet {
  const words = new Uint32Array(Math.ceil(placeOf.length / BITS))
  for (let w = 0, row = 0; w < words.length; w++) {
    const bits = Math.min(BITS, placeOf.length - row)
    let word = 0
    for (let bit = 0; bit < bits; bit++, row++) word |= (wanted[(placeOf[row] ?? -1) + 1] ?? 0) << bit
    words[w] = word
  }
  return words
}

export const allRows = (count: number): RowSet => rowSet(new Uint8Array(count).fill(1))

export function both(a: RowSet, b: RowSet): RowSet {
  const words = new Uint32Array(a.length)
  for (let w = 0; w < words.length; w++) words[w] = (a[w] ?? 0) & (b[w] ?? 0)
  return words
}

export function without(a: RowSet, b: RowSet): RowSet {
  const words = new Uint32Array(a.length)
  for (let w = 0; w < words.length; w++) words[w] = (a[w] ?? 0) & ~(b[w] ?? 0)
  return words
}

export const hasRow = (rows: RowSet, row: number): boolean =>
  ((rows[row >>> 5] ?? 0) & (1 << (row & 31))) !== 0

/** Their numbers, ascending. */
export function rowNumbers(rows: RowSet): Int32Array {
  const numbers = new Int32Array(rows.length * BITS)
  let found = 0
  for (let w = 0; w < rows.length; w++) {
    let word = rows[w] ?? 0
    while (word !== 0) {
      const lowest = word & -word
      numbers[found++] = w * BITS + (31 - Math.clz32(lowest))
      word ^= lowest
    }
  }
  return numbers.subarray(0, found)
}
