/**
 * Which of several places a key belongs to, each as often as its weight says: the same one at every question, and another
 * one only when that goes or weighs less, so that the sessions of nobody else move. Schindelhauer and Schomaker, "Weighted
 * distributed hash tables". At least one weight is above zero.
 */
export function belongsTo(key: string, places: readonly string[], weights: Float64Array): number {
  let best = 0
  let highest = Number.NEGATIVE_INFINITY
  for (const [i, place] of places.entries()) {
    const weight = weights[i] ?? 0
    if (weight <= 0) continue
    const score = weight / -Math.log(chanceOf(`${key}\n${place}`))
    if (score > highest) [best, highest] = [i, score]
  }
  return best
}

/** Above 0, below 1. FNV-1a, mixed once more: its high bits hardly move with the last letters. */
function chanceOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 2 ** 32
}
