import { keccak_256 } from '@noble/hashes/sha3.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { TicketRound } from '@/lib/livepeer/ticket'

/** The simulated chain at one moment. */
export interface ChainMoment extends TicketRound {
  /** The latest block of layer 1. */
  readonly block: bigint
}

const BLOCK_MS = 12_000
const BLOCKS_PER_ROUND = 6_377n

/** A chain that needs no node: a block every twelve seconds since 1970, so that everybody with a clock agrees on it. */
export function chainAt(now: number): ChainMoment {
  const block = BigInt(Math.floor(now / BLOCK_MS))
  const creationRound = block / BLOCKS_PER_ROUND
  const first = creationRound * BLOCKS_PER_ROUND
  return { block, creationRound, creationRoundBlockHash: keccak_256(utf8ToBytes(`simulated block ${first}`)) }
}
