/**
 * A number from 0, below 1, that depends on nothing but the seed and the numbers given: the same job meets the same luck
 * at the same node, whatever was chosen before.
 */
export function drawFor(seed: number, ...numbers: readonly number[]): number {
  let hash = seed | 0
  for (const number of numbers) hash = mixed(Math.imul(hash ^ number, 0x9e3779b1) + 0x7f4a7c15)
  return (mixed(hash) >>> 0) / 2 ** 32
}

/** Each bit of the input reaches each of the output. */
function mixed(number: number): number {
  let bits = number | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d)
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b)
  return bits ^ (bits >>> 16)
}
