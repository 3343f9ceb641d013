/**
 * Weights by rank, of which smallest, largest and middle are found in as many steps as the number of ranks has bits
 * (a Fenwick tree). Weights are whole numbers, so that taking one away again leaves nothing behind.
 */
export class RankWeights {
  readonly #sums: Float64Array
  readonly #top: number
  #total = 0

  constructor(ranks: number) {
    this.#sums = new Float64Array(ranks + 1)
    this.#top = 2 ** Math.floor(Math.log2(Math.max(1, ranks)))
  }

  get total(): number {
    return this.#total
  }

  add(rank: number, weight: number): void {
    this.#total += weight
    for (let at = rank + 1; at < this.#sums.length; at += at & -at)
      this.#sums[at] = (this.#sums[at] ?? 0) + weight
  }

  /** The lowest rank up to which the weights make at least this much; only where there is as much. */
  rankAt(weight: number): number {
    let at = 0
    let missing = weight
    for (let step = this.#top; step >= 1; step /= 2) {
      const sum = this.#sums[at + step]
      if (sum !== undefined && sum < missing) {
        at += step
        missing -= sum
      }
    }
    return at
  }
}
