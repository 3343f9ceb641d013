/**
 * Which of several texts a key belongs to: the same one at every question, and another one only when that goes, so that
 * the sessions of nobody else move. Thaler and Ravishankar, "Using name-based mappings to increase hit rates".
 */
export function belongsTo(key: string, places: readonly string[]): number {
  let best = 0
  let highest = -1
  for (const [i, place] of places.entries()) {
    const weight = mixed(`${key}\n${place}`)
    if (weight > highest) [best, highest] = [i, weight]
  }
  return best
}

/** FNV-1a, mixed once more: its high bits hardly move with the last letters. */
function mixed(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
