import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** Stable across sweeps and restarts: the same node, capability and model always make the same 16 hex digits. */
export const offeringId = (
  nodeUri: string,
  capability: number | 'live-runner' | 'transcoding',
  model: string,
): string => bytesToHex(sha256(utf8ToBytes(`${nodeUri}\n${capability}\n${model}`))).slice(0, 16)
