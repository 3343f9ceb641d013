/**
 * Numbered features as the wire has them: words of 64 bits, the lowest first. Source: go-livepeer core/capabilities.go.
 */

/** Ids below zero stand for no feature and are left out. */
export function featureBits(ids: Iterable<number>): readonly bigint[] {
  const words: bigint[] = []
  for (const id of ids) {
    if (id < 0) continue
    const word = Math.floor(id / WORD_BITS)
    while (words.length <= word) words.push(0n)
    words[word] = (words[word] ?? 0n) | (1n << BigInt(id % WORD_BITS))
  }
  return words
}

/** Whether all of `wanted` are among `offered`; with more words than those it is not, even where the words are zero. */
export function hasFeatures(offered: readonly bigint[], wanted: readonly bigint[]): boolean {
  return wanted.length <= offered.length && wanted.every((word, i) => (word & (offered[i] ?? 0n)) === word)
}

const WORD_BITS = 64

const upTo = (last: number): readonly number[] => Array.from({ length: last + 1 }, (_, id) => id)

/** What a go-livepeer gateway asks for beside whatever it needs (DefaultCapabilities): it passes over a node that lacks one. */
export const DEFAULT_FEATURES: readonly number[] = [...upTo(12), 14, 26]

/** What nodes of the time before they named their features are taken to have. */
export const LEGACY_FEATURES: readonly number[] = upTo(11)
