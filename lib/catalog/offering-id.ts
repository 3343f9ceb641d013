import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** Hashing is what takes time where a catalog is made anew; those of a network are the same ones again and again. */
const known = new Map<string, string>()
const MAX_KNOWN = 50_000
/** Longer names are a stranger's, and not worth keeping. */
const MAX_LENGTH = 500

/** Stable across sweeps and restarts: the same node, capability and model always make the same 16 hex digits. */
export function offeringId(
  nodeUri: string,
  capability: number | 'live-runner' | 'transcoding',
  model: string,
): string {
  const text = `${nodeUri}\n${capability}\n${model}`
  const ready = known.get(text)
  if (ready !== undefined) return ready
  const id = bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16)
  if (text.length > MAX_LENGTH) return id
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(text, id)
  return id
}
