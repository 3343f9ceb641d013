import { addressFromBytes, addressToBytes, type EthAddress } from '@/lib/domain/eth-address'
import type { StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { AskerIdentity } from './asker-identity'
import { bigintOf, fitted, minimalBytes } from './big-endian'
import { decode, WireFormatError } from './message-codec'
import {
  type AuthTokenMessage,
  type CapabilitiesMessage,
  OrchestratorInfo,
  type OrchestratorInfoMessage,
  type OrchestratorRequestMessage,
  type TicketParamsMessage,
} from './messages'
import type { TicketRound } from './ticket'

/**
 * What a node answers to a request with capabilities, right before a job is sent to it: where to, at what price, and the
 * secrets that the job has to bring. Those are good for minutes and for us alone; an inventory (OrchestratorAnswer)
 * has none of them, and what is stored or shown is made of inventories.
 */
export interface Quote {
  /** Where the job goes, as stated; empty means that the node takes none. */
  readonly transcoder: string
  /** The node's own key. */
  readonly localAddress: EthAddress
  /** Null: none, as off chain. */
  readonly price: StatedPrice | null
  readonly authToken: AuthTokenMessage | null
  /** Null: it wants no tickets. */
  readonly ticketParams: QuotedTicketParams | null
}

/** What tickets for this node have to be like. */
export interface QuotedTicketParams {
  readonly recipient: EthAddress
  readonly faceValueWei: bigint
  /** A share of 2²⁵⁶ − 1. */
  readonly winProb: bigint
  /** 32 bytes. */
  readonly recipientRandHash: Uint8Array
  readonly seed: bigint
  /** The first block of layer 1 at which they are no longer taken. */
  readonly expirationBlock: bigint
  /** Null: the sender has to know the current round by itself. */
  readonly round: TicketRound | null
}

export type QuoteReading =
  | { readonly ok: true; readonly quote: Quote }
  | { readonly ok: false; readonly problem: string }

/** A request for a quote. The capacity check is of live pipelines alone; it is waived to refresh a quote in the middle of a job. */
export const quoteRequest = (
  { address, signature }: AskerIdentity,
  capabilities: CapabilitiesMessage,
  { ignoreCapacityCheck = false }: { ignoreCapacityCheck?: boolean } = {},
): OrchestratorRequestMessage => ({ address, sig: signature, capabilities, ignoreCapacityCheck })

/** Bytes of an `OrchestratorInfo` → the quote in it, or why there is none. */
export function readQuote(bytes: Uint8Array): QuoteReading {
  let info: OrchestratorInfoMessage
  try {
    info = decode(OrchestratorInfo, bytes)
  } catch (cause) {
    if (!(cause instanceof WireFormatError)) throw cause
    return { ok: false, problem: cause.message }
  }
  const { ticketParams } = info
  const oversized = ticketParams && tooLong(ticketParams)
  if (oversized) return { ok: false, problem: `${oversized} of the ticket parameters has more than 32 bytes` }
  return {
    ok: true,
    quote: {
      transcoder: info.transcoder,
      localAddress: addressFromBytes(info.address),
      price: info.priceInfo,
      authToken: info.authToken,
      ticketParams: ticketParams && quotedTicketParams(ticketParams),
    },
  }
}

/** The numbers have 256 bits on the chain; longer ones would only cost time. */
const tooLong = (params: TicketParamsMessage): string | undefined =>
  (['faceValue', 'winProb', 'seed', 'expirationBlock'] as const).find((name) => params[name].length > 32)

function quotedTicketParams(params: TicketParamsMessage): QuotedTicketParams {
  const { expirationParams } = params
  const round = expirationParams && {
    creationRound: expirationParams.creationRound,
    creationRoundBlockHash: fitted(expirationParams.creationRoundBlockHash, 32),
  }
  return {
    recipient: addressFromBytes(params.recipient),
    faceValueWei: bigintOf(params.faceValue),
    winProb: bigintOf(params.winProb),
    recipientRandHash: fitted(params.recipientRandHash, 32),
    seed: bigintOf(params.seed),
    expirationBlock: bigintOf(params.expirationBlock),
    round: round && isStated(round) ? round : null,
  }
}

/** Half of a round is none: go-livepeer then takes the sender's own (pm/sender.go). */
const isStated = ({ creationRound, creationRoundBlockHash }: TicketRound): boolean =>
  creationRound !== 0n && creationRoundBlockHash.some((byte) => byte !== 0)

/** As a payment repeats them. The round goes beside them, not within. */
export const ticketParamsMessage = (params: QuotedTicketParams): TicketParamsMessage => ({
  recipient: addressToBytes(params.recipient),
  faceValue: minimalBytes(params.faceValueWei),
  winProb: minimalBytes(params.winProb),
  recipientRandHash: params.recipientRandHash,
  seed: minimalBytes(params.seed),
  expirationBlock: minimalBytes(params.expirationBlock),
  expirationParams: null,
})
