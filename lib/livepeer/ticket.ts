import { keccak_256 } from '@noble/hashes/sha3.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { addressToBytes, type EthAddress } from '@/lib/domain/eth-address'
import type { Fraction } from '@/lib/domain/usd'
import { fitted, minimalBytes } from './big-endian'

/** A lottery ticket: what it pays if it wins, and how likely it does. Source: go-livepeer pm/ticket.go. */
export interface Ticket extends TicketRound {
  readonly recipient: EthAddress
  readonly sender: EthAddress
  readonly faceValueWei: bigint
  /** A share of 2²⁵⁶ − 1. */
  readonly winProb: bigint
  readonly senderNonce: number
  /** 32 bytes. */
  readonly recipientRandHash: Uint8Array
}

export interface TicketRound {
  readonly creationRound: bigint
  /** 32 bytes. */
  readonly creationRoundBlockHash: Uint8Array
}

/** What the sender signs. */
export const ticketHash = (ticket: Ticket): Uint8Array =>
  keccak_256(
    concatBytes(
      addressToBytes(ticket.recipient),
      addressToBytes(ticket.sender),
      word(ticket.faceValueWei),
      word(ticket.winProb),
      word(BigInt(ticket.senderNonce)),
      ticket.recipientRandHash,
      roundBytes(ticket),
    ),
  )

/** Round and block hash, 32 bytes each; none at all where both are zero. */
export const roundBytes = ({ creationRound, creationRoundBlockHash }: TicketRound): Uint8Array =>
  creationRound === 0n && creationRoundBlockHash.every((byte) => byte === 0)
    ? new Uint8Array(0)
    : concatBytes(word(creationRound < 0n ? -creationRound : creationRound), creationRoundBlockHash)

/** What a ticket is worth, on average, in wei. */
export const ticketValue = ({
  faceValueWei,
  winProb,
}: Pick<Ticket, 'faceValueWei' | 'winProb'>): Fraction => ({
  numerator: faceValueWei * winProb,
  denominator: MAX_WIN_PROB,
})

export const MAX_WIN_PROB = 2n ** 256n - 1n

const word = (n: bigint): Uint8Array => fitted(minimalBytes(n), 32)
